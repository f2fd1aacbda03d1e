/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static dev.agentlens.common.event.AgentEvents.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prices may change, without a rebuild. */
class PriceTableIT {

    private static ProjectionDatabase database;

    @TempDir
    private Path directory;

    @BeforeAll
    static void migrate() {
        database = ProjectionDatabase.migrated();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    @Test
    void anotherListPricesAllSessionsAgainAndThoseThatComeAfter() throws IOException {
        ReadTables tables = new ReadTables(database.dataSource());
        tables.places("a-log", Map.of(0, 0L));
        tables.prices().adopt(PriceList.shipped());
        project(tables, 0, call("s", "1", "gpt-4o", 1_000_000), call("s", "2", "mine", 1_000_000));
        project(tables, 2, call("other", "1", "mine", 500_000));
        assertThat(costs()).containsExactly("other null 500000", "s null 1000000");

        PriceList mine = PriceList.shipped().with(file("mine,2020-01-01,1,2\ngpt-4o,2020-01-01,5,5\n"));
        new PriceTable(database.dataSource()).adopt(mine);

        assertThat(costs()).containsExactly("other 0.5 0", "s 6 0");
        // By the list of the table, although this one was started with another.
        project(tables, 3, call("other", "2", "mine", 1_000_000));
        assertThat(costs()).containsExactly("other 1.5 0", "s 6 0");

        new PriceTable(database.dataSource()).adopt(PriceList.shipped());
        assertThat(costs()).containsExactly("other null 1500000", "s null 1000000");
    }

    private Path file(String rows) throws IOException {
        return Files.writeString(directory.resolve("prices.csv"), "pattern,valid_from,input,output\n" + rows);
    }

    private static List<String> costs() {
        return database.jdbc()
                .sql("select session_id, trim_scale(cost_usd), unpriced_tokens from sessions order by session_id")
                .query((row, number) -> {
                    BigDecimal cost = row.getBigDecimal(2);
                    return row.getString(1) + " " + (cost == null ? "null" : cost.toPlainString()) + " "
                            + row.getBigDecimal(3).toBigInteger();
                })
                .list();
    }

    /** With 1 % of cached input, for which no price is given: it costs what input costs. */
    private static AgentEvent call(String session, String id, String model, long in) {
        return new AgentEvent.StepRecorded(
                new EventIdentity(session, id),
                "llm_call",
                T0,
                AgentEvents.call(model, in, 0)
                        .count(EventField.CACHE_READ_TOKENS, model.equals("mine") ? in / 100 : 0)
                        .build(),
                Map.of());
    }

    private static void project(ReadTables tables, long from, AgentEvent... events) {
        List<LoggedEvent> logged = new ArrayList<>();
        for (AgentEvent event : events) {
            logged.add(RandomLog.logged(event, 0, from + logged.size()));
        }
        tables.project(List.of(new PartitionBatch(0, from, from + events.length, null, logged, List.of(), 0)));
    }
}
