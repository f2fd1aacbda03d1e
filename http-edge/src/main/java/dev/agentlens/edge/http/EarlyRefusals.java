/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.UUID;

/**
 * A request line or header that cannot be read is refused by Netty, and an illegal URI by Spring's adapter, before any
 * filter or error handler: with a bare status. This gives those answers what all others have, the {@code {"error": ...}}
 * and its headers. No handler of ours sends an error without a body.
 */
final class EarlyRefusals extends ChannelOutboundHandlerAdapter {

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response && isBareError(response)) {
            context.write(withBody(response), promise);
        } else {
            context.write(message, promise);
        }
    }

    /** The answer to HEAD has no content either, but the length of what GET would give. */
    private static boolean isBareError(FullHttpResponse response) {
        return response.status().code() >= 400
                && !response.content().isReadable()
                && HttpUtil.getContentLength(response, 0L) == 0;
    }

    private static FullHttpResponse withBody(FullHttpResponse bare) {
        ByteBuf body = Unpooled.copiedBuffer("{\"error\":\"" + message(bare.status()) + "\"}", UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                bare.protocolVersion(), bare.status(), body, bare.headers(), bare.trailingHeaders());
        SecurityHeadersFilter.HEADERS.forEach(response.headers()::set);
        response.headers()
                .set(RequestIdFilter.HEADER, UUID.randomUUID().toString())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        ReferenceCountUtil.release(bare);
        return response;
    }

    private static String message(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400 -> "The request cannot be read: its URI, a header or the framing of its body is malformed";
            case 413 -> "The body is too large";
            case 414 -> "The URI is too long";
            case 431 -> "The headers are too large";
            default -> status.reasonPhrase();
        };
    }
}
