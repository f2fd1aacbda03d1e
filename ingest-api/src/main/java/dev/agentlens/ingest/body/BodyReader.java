/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.IngestProperties;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Collects request bodies, each within its limit and all of them within the memory set aside for them. */
@Component
public class BodyReader {

    private final long maxBytes;
    private final BufferBudget budget;
    private final IngestProperties properties;

    public BodyReader(IngestProperties properties) {
        this.properties = properties;
        this.maxBytes = properties.maxBodySize().toBytes();
        this.budget = new BufferBudget(properties.maxBufferedBytes());
    }

    /**
     * Reads the body as sent and hands it on; its memory counts until what {@code use} returns is done. Fails with 413 for
     * a body over the limit, and with 503 when the memory for bodies is used up.
     */
    public <T> Mono<T> read(ServerHttpRequest request, Function<byte[], Mono<T>> use) {
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(tooLarge(maxBytes));
        }
        return Mono.using(
                budget::open, share -> collect(request.getBody(), share).flatMap(use), BufferBudget.Share::release);
    }

    private Mono<byte[]> collect(Flux<DataBuffer> body, BufferBudget.Share share) {
        Flux<DataBuffer> counted = body.doOnNext(buffer -> {
            if (!share.take(buffer.readableByteCount())) {
                DataBufferUtils.release(buffer);
                throw ApiException.unavailable(
                        "Too much is being sent at once; send this batch again later", properties.retryAfter());
            }
        });
        return DataBufferUtils.join(counted, (int) maxBytes)
                .map(BodyReader::drain)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, e -> tooLarge(maxBytes));
    }

    private static byte[] drain(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    static ApiException tooLarge(long maxBytes) {
        return new ApiException(
                HttpStatus.CONTENT_TOO_LARGE,
                "The body has more than " + maxBytes
                        + " bytes after decompression (AGENTLENS_INGEST_MAX_BODY_SIZE); send smaller batches");
    }
}
