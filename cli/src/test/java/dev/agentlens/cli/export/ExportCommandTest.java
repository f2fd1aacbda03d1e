/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.api.StubApi;
import dev.agentlens.cli.api.StubApi.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of sessions, from responses of the API; Parquet is read by DuckDB. */
class ExportCommandTest {

    private static final String LISTED = """
            {"session_id":"%s","agent_name":"a","started_at":"2026-02-14T10:30:00Z","status":"completed","total_tokens_in":5,\
            "total_tokens_out":3,"cost_usd":0.25}""";
    private static final String SESSION = """
            {"_type":"session","session_id":"%s","agent_name":"a","started_at":"2026-02-14T10:30:00Z",\
            "ended_at":"2026-02-14T10:30:03.5Z","metadata":{"v":"1"},"total_tokens_in":5,"total_tokens_out":3,\
            "status":"completed"}
            """;
    private static final String CALL = """
            {"_type":"event","event_id":"e1","event_type":"llm_call","timestamp":"2026-02-14T10:30:01.000001Z",\
            "model":"=gpt","input_data":{"prompt":"Grüße, \\"you\\""},"output_data":{"n":1.50},"tokens_in":5,"tokens_out":3,\
            "tool_call":null,"decision_trace":null,"duration_ms":150.25,"span_id":"0a","tags":[1]}
            """;
    private static final String BARE = """
            {"_type":"event","event_id":"e2","event_type":"note","timestamp":"2026-02-14T10:30:02Z","model":null,\
            "input_data":{},"output_data":{},"tokens_in":0,"tokens_out":0,"tool_call":null,"decision_trace":null,\
            "duration_ms":null}
            """;

    private static final int MANY = 140_000;

    @TempDir
    private Path directory;

    private StubApi api;
    private Path out;

    @BeforeEach
    void start() throws IOException {
        api = new StubApi();
        out = directory.resolve("exported");
        api.on("GET /sessions?limit=200", list("null", "s1", "s2"));
        api.on(request("s1", "s2"), SESSION.formatted("s1") + CALL + BARE + SESSION.formatted("s2") + BARE);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void ndjsonHasSessionsAndEventsAsTheyAre() {
        assertThat(export("ndjson").err()).isEqualTo("agentlens: 2 sessions and 3 events are in " + out + "\n");

        assertThat(out.resolve("sessions.ndjson")).hasContent("""
                {"session_id":"s1","agent_name":"a","started_at":"2026-02-14T10:30:00Z","status":"completed","total_tokens_in":5,\
                "total_tokens_out":3,"cost_usd":0.25,"ended_at":"2026-02-14T10:30:03.5Z","metadata":{"v":"1"}}
                {"session_id":"s2","agent_name":"a","started_at":"2026-02-14T10:30:00Z","status":"completed","total_tokens_in":5,\
                "total_tokens_out":3,"cost_usd":0.25,"ended_at":"2026-02-14T10:30:03.5Z","metadata":{"v":"1"}}
                """);
        String event = "{\"session_id\":\"%s\",";
        String type = "{\"_type\":\"event\",";
        assertThat(out.resolve("events.ndjson"))
                .hasContent(CALL.replace(type, event.formatted("s1"))
                        + BARE.replace(type, event.formatted("s1"))
                        + BARE.replace(type, event.formatted("s2")));
    }

    @Test
    void jsonIsOneListInEachFile() throws IOException {
        export("json");

        assertThat(json("sessions.json")).hasSize(2);
        assertThat(json("events.json")).hasSize(3);
        assertThat(json("events.json").get(0).path("output_data").path("n").decimalValue())
                .hasToString("1.50");
    }

    @Test
    void csvHasColumnsAndWhatHasNone() throws IOException {
        export("csv");

        assertThat(Files.readString(out.resolve("events.csv"))).isEqualTo("""
                session_id,event_id,event_type,timestamp,model,tokens_in,tokens_out,cache_read_tokens,cache_write_tokens,\
                reasoning_tokens,cost_usd,duration_ms,input_data,output_data,tool_call,decision_trace,other
                s1,e1,llm_call,2026-02-14T10:30:01.000001Z,'=gpt,5,3,,,,,150.25,"{""prompt"":""Grüße, \\""you\\""\""}",\
                "{""n"":1.50}",,,"{""span_id"":""0a"",""tags"":[1]}"
                s1,e2,note,2026-02-14T10:30:02Z,,0,0,,,,,,{},{},,,
                s2,e2,note,2026-02-14T10:30:02Z,,0,0,,,,,,{},{},,,
                """);
        assertThat(Files.readString(out.resolve("sessions.csv")))
                .contains("\ns1,a,completed,2026-02-14T10:30:00Z,2026-02-14T10:30:03.5Z,,,,5,3,,,,0.25,,,,,,");
    }

    @Test
    void parquetIsReadByOthers() throws SQLException {
        export("parquet");

        assertThat(sql("select * from '%s/events.parquet'"))
                .containsExactly(
                        "s1|e1|llm_call|2026-02-14T10:30:01.000001Z|=gpt|5|3|null|null|null|null|150.25"
                                + "|{\"prompt\":\"Grüße, \\\"you\\\"\"}|{\"n\":1.50}|null|null|{\"span_id\":\"0a\",\"tags\":[1]}",
                        "s1|e2|note|2026-02-14T10:30:02Z|null|0|0|null|null|null|null|null|{}|{}|null|null|null",
                        "s2|e2|note|2026-02-14T10:30:02Z|null|0|0|null|null|null|null|null|{}|{}|null|null|null");
        assertThat(
                        sql(
                                "select session_id, ended_at, cost_usd, metadata->>'v', total_tokens_in from '%s/sessions.parquet'"))
                .containsExactly("s1|2026-02-14T10:30:03.500Z|0.25|1|5", "s2|2026-02-14T10:30:03.500Z|0.25|1|5");
        assertThat(
                        sql(
                                "select event_id from '%s/events.parquet' where timestamp > '2026-02-14 10:30:01Z' and model = '=gpt'"))
                .containsExactly("e1");
        assertThat(sql("select column_name, column_type from (describe select * from '%s/events.parquet')"
                        + " where column_name in ('timestamp', 'tokens_in', 'duration_ms', 'input_data', 'model')"))
                .containsExactlyInAnyOrder(
                        "timestamp|TIMESTAMP WITH TIME ZONE",
                        "tokens_in|BIGINT",
                        "duration_ms|DOUBLE",
                        "input_data|JSON",
                        "model|VARCHAR");
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void manifestCountsAndSignsTheFiles(ExportFormat format) throws Exception {
        export(format.extension());

        JsonNode manifest = json(Manifest.NAME);
        assertThat(manifest.path("format").asString()).isEqualTo(format.extension());
        assertThat(manifest.path("sessions").asInt()).isEqualTo(2);
        assertThat(manifest.path("events").asInt()).isEqualTo(3);
        assertThat(manifest.path("files")).hasSize(2).allSatisfy(file -> {
            Path path = out.resolve(file.path("name").asString());
            byte[] bytes = Files.readAllBytes(path);
            assertThat(file.path("bytes").asLong()).isEqualTo(bytes.length);
            assertThat(file.path("sha256").asString())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        });
        assertThat(manifest.path("files").get(1).path("rows").asInt()).isEqualTo(3);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        Manifest.NAME, "events." + format.extension(), "sessions." + format.extension());
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void noSessionsAreFilesWithoutRows(ExportFormat format) throws Exception {
        try (StubApi empty = new StubApi()) {
            empty.on("GET /sessions?status=error&limit=200", list("null"));

            Said said =
                    empty.run("export", "--status", "error", "--format", format.extension(), "--out", out.toString());

            assertThat(said.exitCode()).as(said.err()).isZero();
        }
        assertThat(json(Manifest.NAME).path("filters").asString()).isEqualTo("?status=error");
        switch (format) {
            case NDJSON -> assertThat(out.resolve("events.ndjson")).isEmptyFile();
            case JSON -> assertThat(json("events.json")).isEmpty();
            case CSV ->
                assertThat(Files.readAllLines(out.resolve("events.csv"))).hasSize(1);
            case PARQUET ->
                assertThat(sql("select count(*) from '%s/events.parquet'")).containsExactly("0");
        }
    }

    @Test
    void manyRowsAndLongOnesArrive() throws SQLException {
        StringBuilder events = new StringBuilder();
        String text = "x".repeat(300_000);
        for (int i = 0; i < MANY; i++) {
            events.append("{\"_type\":\"event\",\"event_id\":\"m")
                    .append(i)
                    .append("\",\"tokens_in\":")
                    .append(i)
                    .append(",\"input_data\":\"")
                    .append(i % 10_000 == 0 ? text : i)
                    .append("\"}\n");
        }
        api.on(request("many"), SESSION.formatted("many") + events);

        assertThat(api.run("export", "many", "--format", "parquet", "--out", out.toString())
                        .exitCode())
                .isZero();

        assertThat(sql("select count(*), count(distinct event_id), sum(tokens_in), sum(length(input_data->>'$'))"
                        + " from '%s/events.parquet'"))
                .containsExactly(MANY + "|" + MANY + "|" + (long) MANY * (MANY - 1) / 2 + "|"
                        + (MANY / 10_000 * 300_000 + lengthOfShort()));
        assertThat(sql("select count(distinct row_group_id) from parquet_metadata('%s/events.parquet')"))
                .containsExactly("2");
    }

    private static long lengthOfShort() {
        long length = 0;
        for (int i = 0; i < MANY; i++) {
            length += i % 10_000 == 0 ? 0 : Integer.toString(i).length();
        }
        return length;
    }

    @Test
    void pagesAreFollowedAndSessionsKeepTheirOrder() throws IOException {
        String[] ids = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "q0", "q1"};
        try (StubApi paged = new StubApi()) {
            paged.on("GET /sessions?limit=200", list("\"c\"", "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"))
                    .on("GET /sessions?limit=200&cursor=c", list("null", "q0", "q1"));
            paged.on(request(ids), exported(ids));

            paged.run("export", "--out", out.toString());
        }
        assertThat(Files.readAllLines(out.resolve("sessions.ndjson")))
                .extracting(line -> line.substring(15, 17))
                .containsExactly(ids);
    }

    @Test
    void responsesThatBreakOffOrAreLimitedAreAskedForAgain() throws IOException {
        try (StubApi shaky = new StubApi()) {
            String request = request("s");
            shaky.on("GET /sessions?limit=200", list("null", "s"))
                    .onCutOff(request, SESSION.formatted("s") + BARE + BARE + BARE)
                    .on(request, 429, "{\"error\":\"Too many requests\"}")
                    .on(request, SESSION.formatted("s") + BARE);

            assertThat(shaky.run("export", "--out", out.toString()).exitCode()).isZero();
        }
        assertThat(Files.readAllLines(out.resolve("events.ndjson"))).hasSize(1);
    }

    @Test
    void exportThatFailsLeavesNothingThatLooksComplete() throws IOException {
        api.on(request("s1", "s3"), 500, "{\"error\":\"Internal error\"}");

        Said said = api.run("export", "s1", "s3", "--out", out.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("Internal error");
        assertThat(names()).isEmpty();
    }

    @Test
    void sessionsThatWereRemovedMeanwhileAreNamed() throws IOException {
        try (StubApi shrinking = new StubApi()) {
            shrinking
                    .on("GET /sessions?limit=200", list("null", "gone", "s"))
                    .on(request("gone", "s"), SESSION.formatted("s"));

            Said said = shrinking.run("export", "--out", out.toString());

            assertThat(said.exitCode()).isZero();
            assertThat(said.err()).contains("1 sessions were removed meanwhile");
        }
        assertThat(json(Manifest.NAME).path("missing_sessions").get(0).asString())
                .isEqualTo("gone");
        assertThat(json(Manifest.NAME).path("sessions").asInt()).isEqualTo(1);
    }

    @Test
    void sessionThatIsNamedMustBeThere() throws IOException {
        api.on(request("s1", "none"), SESSION.formatted("s1"));
        Said said = api.run("export", "s1", "none", "--out", out.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("Session none not found");
        assertThat(names()).isEmpty();
    }

    @Test
    void earlierExportIsReplacedOnlyOnDemand() throws IOException {
        export("ndjson");
        byte[] before = Files.readAllBytes(out.resolve(Manifest.NAME));

        Said refused = export("ndjson");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("is already there", "--overwrite");
        assertThat(out.resolve(Manifest.NAME)).hasBinaryContent(before);

        api.on(request("s2"), exported("s2"));
        assertThat(api.run("export", "s2", "s2", "--out", out.toString(), "--overwrite")
                        .exitCode())
                .isZero();
        assertThat(json(Manifest.NAME).path("events").asInt()).isEqualTo(1);
    }

    private Said export(String format) {
        return api.run("export", "--format", format, "--out", out.toString());
    }

    @Test
    void sessionsAreAskedForByTheHundred() throws IOException {
        String[] ids = IntStream.range(0, 150).mapToObj(n -> "n" + n).toArray(String[]::new);
        try (StubApi large = new StubApi()) {
            large.on("GET /sessions?limit=200", list("null", ids))
                    .on(request(Arrays.copyOf(ids, 100)), exported(Arrays.copyOf(ids, 100)))
                    .on(request(Arrays.copyOfRange(ids, 100, 150)), exported(Arrays.copyOfRange(ids, 100, 150)));

            assertThat(large.run("export", "--out", out.toString()).exitCode()).isZero();
        }
        assertThat(Files.readAllLines(out.resolve("events.ndjson"))).hasSize(150);
    }

    private static String request(String... ids) {
        return "POST /sessions/export {\"sessions\":[\"" + String.join("\",\"", ids) + "\"]}";
    }

    /** Each with one event. */
    private static String exported(String... ids) {
        return Stream.of(ids).map(id -> SESSION.formatted(id) + BARE).collect(Collectors.joining());
    }

    private static String list(String cursor, String... ids) {
        List<String> sessions = Stream.of(ids).map(LISTED::formatted).toList();
        return "{\"sessions\":[" + String.join(",", sessions) + "],\"total\":" + ids.length + ",\"next_cursor\":"
                + cursor + "}";
    }

    private JsonNode json(String file) throws IOException {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(Files.readAllBytes(out.resolve(file)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private List<String> sql(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("set timezone = 'UTC'");
            try (ResultSet result = statement.executeQuery(query.formatted(out))) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", row));
                }
            }
        }
        return rows;
    }
}
