/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.SearchText;
import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.tables.SessionTable.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code session_search}. A row is written only when what it is made of changes, and is unsettled then: see
 * {@link WordIndexing}.
 */
final class SessionSearchTable {

    /** Writes rows, in arrays; where the metadata's columns are null, a row keeps those that it has. */
    static final String SAVE = """
            insert into session_search as s (session_id, labels, body, metadata_labels, metadata_body)
            select (?::text[])[n], string_to_array((?::text[])[n], E'\\x1f'), (?::text[])[n],
                   string_to_array((?::text[])[n], E'\\x1f'), (?::text[])[n]
            from (select generate_series(1, ?) as n) as rows
            on conflict (session_id) do update set
                labels = excluded.labels,
                body = excluded.body,
                metadata_labels = coalesce(excluded.metadata_labels, s.metadata_labels),
                metadata_body = coalesce(excluded.metadata_body, s.metadata_body),
                settled = false
            """;

    /** More rows of sessions without one are copied: a text of an array is found by passing those before it. */
    private static final int MAX_ROWS = 50;

    private static final int COLUMNS = 5;

    private static final String COPY = """
            copy session_search (session_id, labels, body, metadata_labels, metadata_body) from stdin (format binary)
            """;

    /** @param metadata null where the row keeps what it has */
    record Row(
            String sessionId, SearchText session, @Nullable SearchText metadata) {}

    private SessionSearchTable() {}

    /** The rows that have to be written. @param found those of the sessions that exist, as they were read */
    static List<Row> changed(Collection<SessionState> sessions, Map<String, Stored> found) {
        return sessions.stream()
                .map(session -> row(session, found.get(session.sessionId())))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> row(SessionState session, @Nullable Stored stored) {
        String metadata = SessionTable.newMetadata(session, stored);
        if (metadata == null && !SearchText.differs(stored == null ? null : stored.state(), session)) {
            return List.of();
        }
        return List.of(new Row(
                session.sessionId(),
                SearchText.of(session),
                metadata == null ? null : SearchText.ofMetadata(metadata)));
    }

    /**
     * Adds the rows of sessions that are new, if they are many.
     *
     * @param found the sessions that exist
     * @return the rest
     */
    static List<Row> copyMany(Connection connection, List<Row> rows, Map<String, Stored> found) throws SQLException {
        if (rows.size() <= MAX_ROWS) {
            return rows;
        }
        Map<Boolean, List<Row>> parts =
                rows.stream().collect(Collectors.partitioningBy(row -> found.containsKey(row.sessionId())));
        List<Row> added = parts.getOrDefault(false, List.of());
        if (!added.isEmpty()) {
            CopyRow copy = new CopyRow(COLUMNS);
            BinaryCopy.into(
                    connection,
                    COPY,
                    () -> added.stream().map(row -> row(row, copy)).iterator());
        }
        return parts.getOrDefault(true, List.of());
    }

    private static byte[] row(Row row, CopyRow copy) {
        SearchText metadata = row.metadata();
        copy.begin()
                .text(row.sessionId())
                .textArray(row.session().labels(), false)
                .text(row.session().body());
        return (metadata == null
                        ? copy.text(null).text(null)
                        : copy.textArray(metadata.labels(), false).text(metadata.body()))
                .bytes();
    }

    static void bindSave(ArrayParameters parameters, Collection<Row> rows) throws SQLException {
        parameters
                .text(rows, Row::sessionId)
                .text(rows, row -> SqlArrays.joined(row.session().labels()))
                .text(rows, row -> row.session().body())
                .text(
                        rows,
                        row -> row.metadata() == null
                                ? null
                                : SqlArrays.joined(row.metadata().labels()))
                .text(
                        rows,
                        row -> row.metadata() == null ? null : row.metadata().body())
                .value(rows.size());
    }
}
