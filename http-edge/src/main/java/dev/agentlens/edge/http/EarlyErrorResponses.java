/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.edge.access.CorsRules;
import dev.agentlens.edge.error.RequestExcerpt;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * A request line or header that cannot be read is refused by Netty, and an illegal URI by Spring's adapter, before any
 * filter or error handler: with a bare status. This gives those responses what all others have,
 * the {@code {"error": ...}} and its headers, those of CORS among them. Our own handlers never send an error without
 * a body.
 */
final class EarlyErrorResponses extends ChannelDuplexHandler {

    private static final String CANNOT_BE_READ = "The request cannot be read: ";

    private final CorsRules cors;
    private @Nullable HttpRequest request;
    private boolean malformedBody;

    EarlyErrorResponses(CorsRules cors) {
        this.cors = cors;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest next) {
            request = next;
            malformedBody = false;
        } else if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            malformedBody = true;
            if (part.decoderResult().cause() instanceof PrematureChannelClosureException) {
                refuse(context, part);
                return;
            }
        }
        context.fireChannelRead(message);
    }

    /** The rest of the body never comes. To a handler that waits for it, the client has disconnected. */
    private void refuse(ChannelHandlerContext context, HttpObject end) {
        ReferenceCountUtil.release(end);
        FullHttpResponse bare = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
        HttpUtil.setKeepAlive(bare, false);
        context.writeAndFlush(withBody(bare)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response && isBareError(response)) {
            context.write(withBody(response), promise);
        } else {
            context.write(message, promise);
        }
    }

    /** The response to HEAD has no content either, but the length of what GET would give. */
    private static boolean isBareError(FullHttpResponse response) {
        return response.status().code() >= 400
                && !response.content().isReadable()
                && HttpUtil.getContentLength(response, 0L) == 0;
    }

    private FullHttpResponse withBody(FullHttpResponse bare) {
        String error = new String(JsonStringEncoder.getInstance().quoteAsCharArray(message(bare)));
        ByteBuf body = Unpooled.copiedBuffer("{\"error\":\"" + error + "\"}", UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                bare.protocolVersion(), bare.status(), body, bare.headers(), bare.trailingHeaders());
        SecurityHeadersFilter.HEADERS.forEach(response.headers()::set);
        cors.headers(request == null ? null : request.headers().get(HttpHeaderNames.ORIGIN))
                .forEach(response.headers()::set);
        response.headers()
                .set(RequestIdFilter.HEADER, UUID.randomUUID().toString())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        ReferenceCountUtil.release(bare);
        return response;
    }

    private String message(FullHttpResponse bare) {
        return switch (bare.status().code()) {
            case 400 -> CANNOT_BE_READ + malformed();
            case 413 -> "The body is too large";
            case 414 -> "The URI is too long";
            case 431 -> "The headers are too large";
            default -> bare.status().reasonPhrase();
        };
    }

    private String malformed() {
        if (malformedBody) {
            return "the framing of its body is malformed, or the body ends early";
        }
        if (request == null || request.decoderResult().isFailure()) {
            return "its request line, a header or the framing of its body is malformed";
        }
        return "its URI is malformed: expected a path in which other characters than those of RFC 3986 are written as"
                + " %XX, found " + RequestExcerpt.quoted(request.uri());
    }
}
