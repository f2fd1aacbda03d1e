/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.verify.VerificationReport.Difference;
import dev.agentlens.cli.verify.VerificationReport.NotInTheLog;
import dev.agentlens.cli.verify.VerificationReport.Partition;
import dev.agentlens.cli.verify.VerificationReport.Table;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.prices.PriceList;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One transaction of PostgreSQL, in which the read tables are as they were when it began. The log's copy and what follows from
 * it are temporary tables, which PostgreSQL drops with the transaction, however that ends.
 */
final class Comparison implements AutoCloseable {

    private static final String SETTINGS = """
            -- The log is copied within the transaction, which may take hours.
            set local idle_in_transaction_session_timeout = 0;
            set local statement_timeout = 0;
            set local timezone = 'UTC';
            -- Every join is by equality, for which hashing is fastest and spills to disk. A nested loop, chosen for a wrong
            -- estimate, would take hours; a merge join sorts the whole log.
            set local enable_nestloop = off;
            set local enable_mergejoin = off;
            -- Groups by hashing too: it spills as well, and estimates of how many there are too high by powers of ten.
            set local enable_sort = off;
            set local work_mem = '%dMB';
            """;

    /**
     * Whether both have the same rows, by their number and the sum of their hashes of 64 bits: one pass over each, where
     * {@code EXCEPT} sorts both. Empty seconds give the columns of both the same types, without which equal values have
     * unequal hashes.
     */
    private static final String EQUAL = """
            select expected.n = found.n and expected.hashes is not distinct from found.hashes
            from (
                select count(*) as n, sum(hash_record_extended(r, 0)) as hashes
                from (table expected_TABLE union all select * from found_TABLE where false) as r
            ) as expected
            cross join (
                select count(*) as n, sum(hash_record_extended(r, 0)) as hashes
                from (table found_TABLE union all select * from expected_TABLE where false) as r
            ) as found
            """;

    /** Both ways, so that a row that is missing, changed, unknown or there twice is found. */
    private static final String DIFFERENCES = """
            with missing as (
                select KEY
                from (table expected_TABLE except all table found_TABLE) as missing
            ), surplus as (
                select KEY
                from (table found_TABLE except all table expected_TABLE) as surplus
            ), difference as (
                select KEY from missing
                union
                select KEY from surplus
            ), listed as (
                select KEY, count(*) over () as differences, row_number() over (order by KEY) as place
                from difference
                order by place
                limit LISTED
            )
            select differences, not expected is null as is_expected, not found is null as is_found, KEY, expected.*, found.*
            from listed
            left join expected_TABLE as expected using (KEY)
            left join found_TABLE as found using (KEY)
            order by place
            """;

    /** Columns before the key. */
    private static final int FLAGS = 3;

    private static final int VALUE_LENGTH = 200;

    private final Connection connection;
    private final JdbcTemplate jdbc;

    private Comparison(Connection connection) {
        this.connection = connection;
        jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    /**
     * @param dataSource whose names are resolved in the schema of the read tables
     * @param memoryMb of PostgreSQL, for each sort
     */
    static Comparison begin(DataSource dataSource, int memoryMb) {
        Connection connection;
        try {
            connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL does not respond: " + e.getMessage() + "; is it running?", e);
        }
        Comparison comparison = new Comparison(connection);
        comparison.jdbc.execute(SETTINGS.formatted(memoryMb));
        return comparison;
    }

    /** Kafka's id of the topic that the tables were projected from; null where nothing was projected yet. */
    @Nullable
    String sourceId() {
        return jdbc
                .queryForList("select topic_id from projection_source where topic = ?", String.class, EventTopic.EVENTS)
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** The next offset to project, by partition. */
    Map<Integer, Long> nextOffsets() {
        Map<Integer, Long> nextOffsets = new TreeMap<>();
        jdbc.query(
                "select log_partition, next_offset from projection_offsets where topic = ?",
                row -> {
                    nextOffsets.put(row.getInt(1), row.getLong(2));
                },
                EventTopic.EVENTS);
        return nextOffsets;
    }

    /** That the tables were priced by; the list that the program comes with where they have none yet. */
    PriceList prices() {
        return jdbc.queryForList("select list from price_list", String.class).stream()
                .findFirst()
                .map(PriceList::parse)
                .orElseGet(PriceList::shipped);
    }

    /** Creates the empty tables of {@code log.sql}. */
    void createLogTables() {
        jdbc.execute(ReadTable.script("log"));
    }

    /** To be closed before anything else is done. */
    CopyWriter copyInto(String table) {
        Integer columns = jdbc.queryForObject(
                "select count(*) from pg_attribute where attrelid = ?::regclass and attnum > 0", Integer.class, table);
        return Objects.requireNonNull(jdbc.execute((ConnectionCallback<CopyWriter>)
                session -> new CopyWriter(session, table, Objects.requireNonNull(columns))));
    }

    /** @param listed differences that are named */
    Table compare(ReadTable table, int listed) {
        jdbc.execute(table.script());
        long rows = count("select count(*) from " + table.table());
        boolean equal = Objects.requireNonNull(jdbc.queryForObject(of(table, EQUAL), Boolean.class));
        return equal ? new Table(table.table(), rows, 0, List.of()) : differences(table, rows, listed);
    }

    private Table differences(ReadTable table, long rows, int listed) {
        String sql = of(table, DIFFERENCES)
                .replace("KEY", String.join(", ", table.key()))
                .replace("LISTED", Integer.toString(Math.max(1, listed)));
        // EXCEPT by hashing holds all rows in memory, however many there are; EXCEPT by sorting does not.
        jdbc.execute("set local enable_hashagg = off; set local enable_sort = on");
        Map<String, Difference> first = new LinkedHashMap<>();
        AtomicLong differences = new AtomicLong();
        jdbc.query(sql, row -> {
            differences.set(row.getLong("differences"));
            Difference difference = difference(table, row);
            first.merge(
                    difference.row(),
                    difference,
                    (one, other) -> new Difference(one.table(), one.row(), "is there more than once"));
        });
        jdbc.execute("set local enable_hashagg = on; set local enable_sort = off");
        return new Table(
                table.table(),
                rows,
                differences.get(),
                first.values().stream().limit(listed).toList());
    }

    private static String of(ReadTable table, String sql) {
        return sql.replace("TABLE", table.table());
    }

    private static Difference difference(ReadTable table, ResultSet row) throws SQLException {
        boolean expected = row.getBoolean("is_expected");
        boolean found = row.getBoolean("is_found");
        int before = FLAGS + table.key().size();
        int columns = (row.getMetaData().getColumnCount() - before) / 2;
        List<String> values = new ArrayList<>();
        for (int column = before + 1; column <= before + columns; column++) {
            String name = row.getMetaData().getColumnLabel(column);
            String should = value(row, column);
            String is = value(row, column + columns);
            if (expected && found && !should.equals(is)) {
                values.add(name + " is " + is + ", the log says " + should);
            } else if (expected != found && !table.key().contains(name)) {
                values.add(name + " " + (expected ? should : is));
            }
        }
        return new Difference(table.table(), label(table, row), what(expected, found, values));
    }

    private static String what(boolean expected, boolean found, List<String> values) {
        if (!found) {
            return "is missing; the log says " + String.join(", ", values);
        }
        if (!expected) {
            return "the log has no such row up to the position of the tables; the table says "
                    + String.join(", ", values);
        }
        return String.join("; ", values);
    }

    private static String label(ReadTable table, ResultSet row) throws SQLException {
        String first = value(row, FLAGS + 1);
        if (table == ReadTable.EVENTS) {
            return first + "/" + value(row, FLAGS + 2);
        }
        List<String> others = new ArrayList<>();
        for (int column = 2; column <= table.key().size(); column++) {
            others.add(value(row, FLAGS + column));
        }
        return others.isEmpty() ? first : first + " (" + String.join(", ", others) + ")";
    }

    private static String value(ResultSet row, int column) throws SQLException {
        String text = row.getMetaData().getColumnTypeName(column).equals("bytea") && row.getBytes(column) != null
                ? "sha256:" + row.getString(column).substring(2)
                : String.valueOf(row.getString(column));
        return text.length() <= VALUE_LENGTH ? text : text.substring(0, VALUE_LENGTH) + "...";
    }

    /** What became of the records of the log, by partition, when all tables were compared. */
    List<Partition> ledger() {
        return jdbc.query("""
                select log_partition as partition, log_begin as log_start, next_offset, records, ledger.projected,
                       ledger.duplicates, ledger.conflicts, ledger.dead_lettered, ledger.erased
                from ledger
                join projection_offsets using (log_partition)
                where topic = ?
                order by log_partition
                """, new DataClassRowMapper<>(Partition.class), EventTopic.EVENTS);
    }

    /** When all tables were compared. */
    NotInTheLog notInTheLog() {
        return new NotInTheLog(
                jdbc.queryForList(
                        "select log_partition from log_range where log_begin > 0 order by log_partition",
                        Integer.class),
                count("select count(*) from deciding_row where older"),
                count("select count(*) from session_total where older"));
    }

    private long count(String sql) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class));
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL does not respond any more: " + e.getMessage(), e);
        }
    }
}
