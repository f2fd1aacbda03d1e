/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Passes the requests of a connection on one at a time, and closes it after the last response where the client has closed
 * its sending half.
 *
 * <p>Reactor Netty looks at {@code Connection: close} of a pipelined request as soon as it arrives, closes after the response
 * before, and never serves the request itself; RFC 9112, section 9.6 wants the connection closed after the response to the
 * request that asks for it. And a client may say with the end of its half that no more requests come, and still wait for its
 * responses.
 */
final class RequestSequencer extends ChannelDuplexHandler {

    /** Messages of requests that came before their turn; what waits is not more than the codec made of one read. */
    private final Queue<Object> waiting = new ArrayDeque<>();

    private boolean underWay;
    private boolean bodyUnderWay;
    private boolean responseBegun;
    private boolean inputClosed;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            bodyUnderWay = true;
        }
        if (message instanceof LastHttpContent) {
            bodyUnderWay = false;
        }
        if (!waiting.isEmpty() || (message instanceof HttpRequest && isServing(context))) {
            waiting.add(message);
        } else {
            passOn(context, message);
        }
    }

    /** Asked for when a request has been served. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (waiting.isEmpty()) {
            if (!inputClosed) {
                context.read();
            }
        } else if (!isServing(context)) {
            context.executor().execute(() -> passOnNext(context));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            responseBegun = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
        }
        if (!responseBegun || !(message instanceof LastHttpContent)) {
            context.write(message, promise);
            return;
        }
        underWay = false;
        boolean last = inputClosed && waiting.isEmpty();
        context.write(message, last ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (!underWay && waiting.isEmpty()) {
                // After what is still being written of a response to a slow client.
                context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            } else if (bodyUnderWay) {
                endBody(context);
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        discard();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        discard();
    }

    /** Reactor Netty's own state of a request ends a little after its response. */
    private boolean isServing(ChannelHandlerContext context) {
        return underWay || ChannelOperations.get(context.channel()) instanceof HttpServerRequest;
    }

    private void passOnNext(ChannelHandlerContext context) {
        if (isServing(context) || waiting.isEmpty()) {
            return;
        }
        do {
            passOn(context, waiting.remove());
        } while (!waiting.isEmpty() && !(waiting.element() instanceof HttpRequest));
        context.fireChannelReadComplete();
    }

    private void passOn(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            underWay = true;
            responseBegun = false;
        }
        context.fireChannelRead(message);
    }

    /** Of a body the rest of which never comes: an error, unless its request has its response already. */
    private void endBody(ChannelHandlerContext context) {
        bodyUnderWay = false;
        LastHttpContent end = new DefaultLastHttpContent();
        end.setDecoderResult(DecoderResult.failure(new PrematureChannelClosureException("The body ends early")));
        if (!waiting.isEmpty()) {
            waiting.add(end);
        } else if (!responseBegun) {
            context.fireChannelRead(end);
        }
    }

    private void discard() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
