/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import reactor.core.publisher.Mono;

/** Notified of each batch that Kafka has acknowledged, before the client of POST /events gets its response. */
@FunctionalInterface
public interface AcknowledgementListener {

    /** Completes when the response may be sent; never fails. Called by the producer's thread: must not block. */
    Mono<Void> acknowledged(Published published);
}
