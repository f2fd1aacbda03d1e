/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.common.event.AgentEvent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rollup tables must hold: counted anew, one event and one session after the other. */
final class RollupTotals implements AutoCloseable {

    /** Rows in memory; there may be as many as there are agent names. */
    private static final int MAX_ROWS = 10_000;

    private final Map<Key, List<BigDecimal>> totals = new HashMap<>();
    private final ExternalSort parts;

    private record Key(Rollup rollup, String key, int partition) {}

    RollupTotals(Path directory, long memoryBytes) {
        parts = new ExternalSort(directory, memoryBytes);
    }

    /** Events that begin or end a session are not counted. */
    void add(EventRow event) {
        if (event.eventType().equals(AgentEvent.SESSION_START)
                || event.eventType().equals(AgentEvent.SESSION_END)) {
            return;
        }
        int partition = event.logPartition();
        int hour = event.occurredAt().atOffset(ZoneOffset.UTC).getHour();
        add(Rollup.EVENT_TYPE, event.eventType(), partition, BigDecimal.ONE);
        add(Rollup.HOUR, Integer.toString(hour), partition, BigDecimal.ONE);
        if (event.model() != null) {
            String duration = event.durationMs();
            add(
                    Rollup.MODEL,
                    event.model(),
                    partition,
                    BigDecimal.ONE,
                    BigDecimal.valueOf(event.tokensIn()),
                    BigDecimal.valueOf(event.tokensOut()),
                    duration == null ? BigDecimal.ZERO : BigDecimal.ONE,
                    duration == null ? BigDecimal.ZERO : new BigDecimal(duration));
        }
    }

    void add(SessionRow.Figures session, int partition) {
        BigDecimal tokens = session.tokensIn().add(session.tokensOut());
        Long duration = session.durationUs();
        add(Rollup.AGENT, session.agentName(), partition, BigDecimal.ONE, tokens);
        add(Rollup.DAY, day(session.startedAt()), partition, BigDecimal.ONE, tokens);
        add(
                Rollup.SESSION,
                session.status(),
                partition,
                BigDecimal.ONE,
                BigDecimal.valueOf(session.events()),
                session.tokensIn(),
                session.tokensOut(),
                duration == null ? BigDecimal.ZERO : BigDecimal.ONE,
                duration == null ? BigDecimal.ZERO : BigDecimal.valueOf(duration));
    }

    /** By table and key; a row may come in several parts, one after the other. Ends the adding; may be asked for once. */
    Iterator<RollupRow> rows() {
        spill();
        Iterator<byte[]> sorted = parts.sorted();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return sorted.hasNext();
            }

            @Override
            public RollupRow next() {
                return RollupRow.decode(sorted.next());
            }
        };
    }

    @Override
    public void close() {
        parts.close();
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    private void add(Rollup rollup, String key, int partition, BigDecimal... counts) {
        totals.merge(new Key(rollup, key, partition), List.of(counts), RollupTotals::sum);
        if (totals.size() > MAX_ROWS) {
            spill();
        }
    }

    /** @param known null where there is none yet */
    static List<BigDecimal> sum(@Nullable List<BigDecimal> known, List<BigDecimal> more) {
        if (known == null) {
            return more;
        }
        List<BigDecimal> sum = new ArrayList<>(more.size());
        for (int i = 0; i < more.size(); i++) {
            sum.add(known.get(i).add(more.get(i)));
        }
        return sum;
    }

    private void spill() {
        totals.forEach(
                (key, counts) -> parts.add(new RollupRow(key.rollup(), key.key(), key.partition(), counts).encode()));
        totals.clear();
    }
}
