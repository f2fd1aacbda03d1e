/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.prices.Price;
import dev.agentlens.prices.PriceList;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code price_list}: the prices that the sessions' costs were computed by. All projectors price by it, whatever
 * list each was started with.
 */
public final class PriceTable {

    private static final Logger LOG = LoggerFactory.getLogger(PriceTable.class);

    /** No poll is projected while this lock is held: each locks rows of this table first. */
    private static final String HOLD_PROJECTION = "lock table projection_offsets in exclusive mode";

    /** Models and days, of which there are few: from the rollup. */
    private static final String PRICED = """
            select distinct model, (at at time zone 'UTC')::date as day
            from event_usage
            where kind = 'event' and grain in ('new', 'day') and model <> ''
            """;

    private static final String REPRICE = """
            update sessions as s
            set priced_usd = cost.usd, unpriced_tokens = cost.unpriced
            from (
                select session_id,
                       coalesce(sum((
                           greatest(0, tokens_in - coalesce(cache_read_tokens, 0) - coalesce(cache_write_tokens, 0))
                               * input
                           + coalesce(cache_read_tokens, 0) * coalesce(cache_read, input)
                           + coalesce(cache_write_tokens, 0) * coalesce(cache_write, input)
                           + tokens_out * output) / 1000000), 0) as usd,
                       coalesce(sum(tokens_in + tokens_out) filter (where input is null), 0) as unpriced
                from events as e
                left join price_of_day as p on p.model = e.model and p.day = (e.occurred_at at time zone 'UTC')::date
                where (tokens_in > 0 or tokens_out > 0) and event_type not in ('session_start', 'session_end')
                group by session_id
            ) as cost
            where s.session_id = cost.session_id
                and (s.priced_usd <> cost.usd or s.unpriced_tokens <> cost.unpriced)
            """;

    private record Stored(String digest, String list) {}

    private record Known(String digest, PriceList prices) {}

    private record ModelDay(String model, LocalDate day) {}

    private record Row(ModelDay of, Price price) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private volatile @Nullable Known known;

    /** @param dataSource of connections whose names are resolved in the schema of the tables */
    public PriceTable(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /**
     * Makes this the list that costs are computed by. If it is another one than before, all sessions are priced again, for
     * which the projection waits.
     */
    public void adopt(PriceList prices) {
        Optional<Stored> before = stored();
        if (before.isPresent() && before.get().digest().equals(prices.digest())) {
            return;
        }
        transaction.executeWithoutResult(status -> replace(prices));
        known = new Known(prices.digest(), prices);
    }

    private void replace(PriceList prices) {
        // Without a time limit, and with the best plan for all rows.
        jdbc.sql("set local statement_timeout = 0").update();
        jdbc.sql("set local enable_seqscan = on").update();
        jdbc.sql(HOLD_PROJECTION).update();
        jdbc.sql("delete from price_list").update();
        jdbc.sql("insert into price_list (digest, list) values (:digest, :list)")
                .param("digest", prices.digest())
                .param("list", prices.text())
                .update();
        boolean projected = jdbc.sql(
                        "select exists (select from projection_offsets where topic = :topic and projected > 0)")
                .param("topic", EventTopic.EVENTS)
                .query(Boolean.class)
                .single();
        if (projected) {
            LOG.info("The prices have changed: pricing all sessions again");
            LOG.info("The cost of {} sessions has changed", reprice(prices));
        }
    }

    private int reprice(PriceList prices) {
        List<Row> rows = new ArrayList<>();
        for (ModelDay of : jdbc.sql(PRICED)
                .query((row, number) -> new ModelDay(row.getString(1), row.getObject(2, LocalDate.class)))
                .list()) {
            prices.price(of.model(), of.day()).ifPresent(price -> rows.add(new Row(of, price)));
        }
        jdbc.sql("""
                        create temporary table price_of_day on commit drop as
                        select *
                        from unnest(:model::text[], :day::date[], :input::numeric[], :output::numeric[],
                                    :cache_read::numeric[], :cache_write::numeric[])
                            as price (model, day, input, output, cache_read, cache_write)
                        """)
                .param("model", SqlArrays.text(rows, row -> row.of().model()))
                .param("day", SqlArrays.text(rows, row -> row.of().day()))
                .param("input", SqlArrays.text(rows, row -> row.price().input()))
                .param("output", SqlArrays.text(rows, row -> row.price().output()))
                .param("cache_read", SqlArrays.text(rows, row -> row.price().cacheRead()))
                .param("cache_write", SqlArrays.text(rows, row -> row.price().cacheWrite()))
                .update();
        jdbc.sql("analyze price_of_day").update();
        return jdbc.sql(REPRICE).update();
    }

    /** The list of this digest, which the table has; without a digest the one that the program comes with, from now on. */
    PriceList prices(@Nullable String digest) {
        Known last = known;
        if (last == null || !last.digest().equals(digest)) {
            last = stored().map(stored -> new Known(stored.digest(), PriceList.parse(stored.list())))
                    .orElseGet(this::begin);
            known = last;
        }
        return last.prices();
    }

    /** Within the transaction of the first poll. */
    private Known begin() {
        PriceList shipped = PriceList.shipped();
        jdbc.sql("insert into price_list (digest, list) values (:digest, :list) on conflict do nothing")
                .param("digest", shipped.digest())
                .param("list", shipped.text())
                .update();
        Stored stored = Objects.requireNonNull(stored().orElse(null));
        return new Known(stored.digest(), PriceList.parse(stored.list()));
    }

    private Optional<Stored> stored() {
        return jdbc.sql("select digest, list from price_list")
                .query((row, number) -> new Stored(row.getString(1), row.getString(2)))
                .optional();
    }
}
