/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

/** Kafka did not acknowledge every record of a batch; the same batch may be sent again. */
public final class PublishFailedException extends RuntimeException {

    PublishFailedException(Throwable cause) {
        super("Kafka did not acknowledge the batch", cause);
    }
}
