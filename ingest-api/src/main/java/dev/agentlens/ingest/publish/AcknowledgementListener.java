/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import reactor.core.publisher.Mono;

/** Learns of each batch that Kafka has acknowledged, before the client of POST /events does. */
@FunctionalInterface
public interface AcknowledgementListener {

    /** Completes when the response may be sent; never fails. Called by the producer's thread: must not block. */
    Mono<Void> acknowledged(Published published);
}
