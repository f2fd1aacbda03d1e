/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import reactor.core.publisher.Mono;

/** What an answer to POST /events waits for beyond Kafka's acknowledgement. */
@FunctionalInterface
public interface VisibilityBarrier {

    /** Completes when readers may see the batch, or when waiting longer is not worth it; never fails. */
    Mono<Void> await(Published published);
}
