/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.check.Ledger.Row;
import dev.agentlens.e2e.cluster.Cluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** How far the tables are behind the log. */
public final class Lag implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Log log;

    public Lag(Cluster cluster) {
        ledger = new Ledger(cluster.database());
        log = new Log(cluster.kafkaBootstrap());
    }

    /** Records; -1 while Kafka or PostgreSQL does not say. */
    public synchronized long read() {
        try {
            Map<Integer, Row> rows = ledger.read();
            return log.ends(Log.EVENTS, PATIENCE).entrySet().stream()
                    .mapToLong(end -> end.getValue() - nextOffset(rows, end.getKey()))
                    .sum();
        } catch (SQLException | KafkaException e) {
            return -1;
        }
    }

    private static long nextOffset(Map<Integer, Row> rows, int partition) {
        Row row = rows.get(partition);
        return row == null ? 0 : row.nextOffset();
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
