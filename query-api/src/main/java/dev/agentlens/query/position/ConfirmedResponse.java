/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends a response only if what it was made from is confirmed. A response that is still read while it is sent is confirmed
 * once more at its end; if that fails it breaks off.
 */
final class ConfirmedResponse extends ServerHttpResponseDecorator {

    private final Mono<Void> confirmation;

    /** @param confirmation of everything read before it is subscribed to */
    ConfirmedResponse(ServerHttpResponse response, Mono<Void> confirmation) {
        super(response);
        this.confirmation = confirmation;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        if (body instanceof Mono<? extends DataBuffer> buffer) {
            return super.writeWith(buffer.flatMap(this::confirmed));
        }
        return super.writeWith(Flux.<DataBuffer>from(body)
                .switchOnFirst((first, all) -> confirmation.thenMany(all))
                .concatWith(confirmation.then(Mono.empty())));
    }

    private Mono<DataBuffer> confirmed(DataBuffer buffer) {
        return confirmation
                .doOnError(unconfirmed -> DataBufferUtils.release(buffer))
                .thenReturn(buffer);
    }
}
