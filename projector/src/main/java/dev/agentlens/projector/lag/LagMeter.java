/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.lag;

import dev.agentlens.common.event.EventTopic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares, every 5 s, the end of the log with the position of the read tables: {@code agentlens.projector.lag.events}
 * and {@code agentlens.projector.lag.seconds} for each partition of the topic, whoever projects it. While Kafka or
 * PostgreSQL is unavailable its last value counts, so that the age continues to grow.
 */
public final class LagMeter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LagMeter.class);
    static final Duration PERIOD = Duration.ofSeconds(5);

    private final LogEnds logEnds;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final MultiGauge events;
    private final MultiGauge seconds;
    private final Map<Integer, LagHistory> histories = new TreeMap<>();
    private Map<Integer, Long> positions = Map.of();
    private volatile long lag = Long.MAX_VALUE;

    LagMeter(LogEnds logEnds, JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.logEnds = logEnds;
        this.jdbc = jdbc;
        this.clock = clock;
        events = MultiGauge.builder("agentlens.projector.lag.events")
                .description("Records of the log that are not in the read tables yet")
                .register(meters);
        seconds = MultiGauge.builder("agentlens.projector.lag.seconds")
                .description("Age of the oldest record that is not in the read tables yet")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Records that were not in the read tables yet when that was last measured; the largest number before the first time. */
    public long lag() {
        return lag;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        try {
            logEnds.now()
                    .forEach((partition, end) -> histories
                            .computeIfAbsent(partition, each -> new LagHistory())
                            .observe(now, end));
            positions = positions();
        } catch (ExecutionException | RuntimeException e) {
            log.debug("Lag cannot be measured; the probes say why", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publish(now);
    }

    private void publish(Instant now) {
        List<Row<?>> lags = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        long sum = 0;
        for (Map.Entry<Integer, LagHistory> entry : histories.entrySet()) {
            LagHistory history = entry.getValue();
            Tags tags = Tags.of("partition", entry.getKey().toString());
            // No projector has started this partition yet.
            long position = positions.getOrDefault(entry.getKey(), 0L);
            sum += history.lag(position);
            lags.add(Row.of(tags, history.lag(position)));
            ages.add(Row.of(tags, history.age(now, position).toMillis() / 1000.0));
        }
        lag = sum;
        events.register(lags, true);
        seconds.register(ages, true);
    }

    private Map<Integer, Long> positions() {
        Map<Integer, Long> found = new HashMap<>();
        jdbc.sql("select log_partition, next_offset from projection_offsets where topic = :topic")
                .param("topic", EventTopic.EVENTS)
                .query(row -> {
                    found.put(row.getInt(1), row.getLong(2));
                });
        return found;
    }
}
