/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

/**
 * The topic is not the one that the tables are a fold of: it was deleted and re-created, or belongs to another cluster.
 */
public final class UnknownLogException extends RuntimeException {

    UnknownLogException(String topic, String projectedId, String presentId) {
        super("The topic " + topic + " has the id " + presentId
                + ", but the read tables are a fold of the one with the id "
                + projectedId
                + ": it was deleted and made again, or Kafka or PostgreSQL is another than before");
    }
}
