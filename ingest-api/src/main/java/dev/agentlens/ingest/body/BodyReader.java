/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Collects request bodies, each within its limit and all of them within the memory set aside for them. */
@Component
public class BodyReader {

    private final BufferBudget budget;

    public BodyReader(BufferBudget budget) {
        this.budget = budget;
    }

    /**
     * Reads the body as sent and hands it on; its memory counts until what {@code use} returns is done. Fails with 413 for
     * a body over the limit, and with 503 when the memory for bodies is used up.
     */
    public <T> Mono<T> read(ServerHttpRequest request, BodyLimit limit, Function<byte[], Mono<T>> use) {
        long declared = request.getHeaders().getContentLength();
        if (declared > limit.bytes()) {
            return Mono.error(limit.exceeded());
        }
        int expected = declared < 0 ? limit.bytes() : (int) declared;
        return Mono.using(
                budget::open,
                share -> collect(request, expected, limit, share).flatMap(use),
                BufferBudget.Share::close);
    }

    private Mono<byte[]> collect(ServerHttpRequest request, int expected, BodyLimit limit, BufferBudget.Share share) {
        return request.getBody()
                .collect(() -> new BodyBuffer(expected, limit, share), BodyReader::move)
                .map(BodyBuffer::bytes)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    /** Releases the network's buffer at once. A buffer that the limit rejects is released as discarded. */
    private static void move(BodyBuffer body, DataBuffer part) {
        body.append(part);
        DataBufferUtils.release(part);
    }
}
