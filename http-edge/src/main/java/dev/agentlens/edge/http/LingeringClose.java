/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response may be sent before the body of its request is there: a wrong key, a spent budget, too many bytes. Where its
 * connection is to be closed after that response, closing at once would reset it while the client still sends, and the
 * client would lose the response (RFC 9112, section 9.6). So the sending half is closed first, and the rest of the body
 * read and thrown away, up to {@value #MAX_BYTES} bytes and {@value #MAX_SECONDS} s.
 */
final class LingeringClose extends ChannelDuplexHandler {

    private static final int MAX_SECONDS = 5;
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private boolean bodyUnderWay;
    private long bytesLeft = MAX_BYTES;
    private @Nullable ChannelPromise closing;
    private @Nullable Future<?> timeout;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            bodyUnderWay = true;
        }
        if (message instanceof LastHttpContent) {
            bodyUnderWay = false;
        }
        if (closing == null) {
            context.fireChannelRead(message);
            return;
        }
        if (message instanceof ByteBufHolder part) {
            bytesLeft -= part.content().readableBytes();
        }
        ReferenceCountUtil.release(message);
        if (!bodyUnderWay || bytesLeft < 0) {
            closeNow(context);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (closing == null) {
            context.fireChannelReadComplete();
        } else {
            context.read();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (closing != null) {
            // Closed again: the caller does not want to wait.
            context.close(promise);
        } else if (bodyUnderWay && context.channel() instanceof DuplexChannel channel && channel.isActive()) {
            closing = promise;
            channel.shutdownOutput();
            timeout = context.executor().schedule(() -> closeNow(context), MAX_SECONDS, TimeUnit.SECONDS);
            context.read();
        } else {
            context.close(promise);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            closeNow(context);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (timeout != null) {
            timeout.cancel(false);
        }
        if (closing != null) {
            closing.trySuccess();
        }
        context.fireChannelInactive();
    }

    private void closeNow(ChannelHandlerContext context) {
        if (closing != null && !closing.isDone()) {
            context.close(closing);
        }
    }
}
