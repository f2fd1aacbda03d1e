/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Recorded runs of a real agent: every response says what the file says, and sending it again changes none. */
class AgentRunsIT extends RunningStandalone {

    private static final List<String> COLUMNS = List.of(
            "event_id",
            "event_type",
            "timestamp",
            "model",
            "tokens_in",
            "tokens_out",
            "duration_ms",
            "input_data",
            "output_data",
            "tool_name",
            "tool_input",
            "tool_output",
            "reasoning");

    /** Fields beside those of the API reference. */
    private static final Set<String> OURS = Set.of(
            "event_count",
            "error_count",
            "title",
            "first_error",
            "models",
            "tools",
            "conversation_id",
            "cache_read_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "cost_usd",
            "unpriced_tokens");

    private static final List<AgentRun> RUNS = AgentRun.all();

    static List<AgentRun> runs() {
        return RUNS;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void sessionIsWhatTheFileSays(AgentRun run) {
        send(run);

        Map<String, Object> expected = run.session();
        assertThat(documented(listed(run))).isEqualTo(expected);
        expected.put("total_events", Json.number(run.steps().size()));
        expected.put("events", run.steps().stream().map(AgentRun::asRead).toList());
        assertThat(documented(Json.plain(api.session(run.sessionId())))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void jsonFieldsKeepTheOrderOfTheirNames(AgentRun run) {
        send(run);

        List<JsonNode> read = Json.elements(api.session(run.sessionId()).path("events"));
        for (int i = 0; i < read.size(); i++) {
            for (String field : List.of("input_data", "output_data", "tool_call", "decision_trace")) {
                JsonNode sent = run.steps().get(i).path(field);
                if (!sent.isMissingNode()) {
                    assertThat(read.get(i).path(field).toString()).isEqualTo(sent.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void jsonExportIsWhatTheFileSays(AgentRun run) {
        send(run);

        JsonNode export = Json.read(api.export(run.sessionId(), "json"));
        assertThat(documented(Json.plain(export.path("session")))).isEqualTo(run.session());
        assertThat(documented(Json.plain(export.path("events"))))
                .isEqualTo(run.steps().stream().map(AgentRun::asExported).toList());
        assertThat(Json.plain(export.path("summary")))
                .isEqualTo(Map.of(
                        "total_events", Json.number(run.steps().size()),
                        "total_tokens", Json.number(run.sum("tokens_in") + run.sum("tokens_out")),
                        "models_used", List.copyOf(run.countBy("model").keySet()),
                        "event_types", List.copyOf(run.countBy("event_type").keySet()),
                        "total_duration_ms", run.processingMs()));
        assertThat(export.path("exported_at").stringValue())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void ndjsonExportIsWhatTheFileSays(AgentRun run) {
        send(run);

        List<Object> expected = new ArrayList<>();
        Map<String, Object> session = run.session();
        session.put("_type", "session");
        expected.add(session);
        run.steps().forEach(step -> {
            Map<String, Object> event = AgentRun.asExported(step);
            event.put("_type", "event");
            expected.add(event);
        });
        String export = api.export(run.sessionId(), "ndjson");
        assertThat(export).endsWith("}\n");
        assertThat(export.lines().map(Json::read).map(Json::plain).map(AgentRunsIT::documented))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void csvExportIsWhatTheFileSays(AgentRun run) throws IOException {
        send(run);

        List<List<String>> expected = new ArrayList<>();
        expected.add(COLUMNS);
        run.steps().forEach(step -> expected.add(csvRow(step)));
        String export = api.export(run.sessionId(), "csv");
        assertThat(export).endsWith("\n");
        try (CSVParser csv = CSVFormat.RFC4180.parse(new StringReader(export))) {
            assertThat(csv.stream().map(record -> record.toList().subList(0, COLUMNS.size())))
                    .isEqualTo(expected);
        }
    }

    /** Without what is ours, at any depth. */
    private static Object documented(Object read) {
        if (read instanceof List<?> list) {
            return list.stream().map(AgentRunsIT::documented).toList();
        }
        if (!(read instanceof Map<?, ?> fields)
                || !fields.containsKey("session_id") && !fields.containsKey("event_id")) {
            return read;
        }
        Map<Object, Object> documented = new LinkedHashMap<>(fields);
        documented.keySet().removeAll(OURS);
        if (!documented.containsKey("event_id")) {
            documented.remove("duration_ms");
        }
        documented.computeIfPresent("events", (name, events) -> documented(events));
        return documented;
    }

    private static List<String> csvRow(JsonNode step) {
        JsonNode tool = step.path("tool_call");
        return List.of(
                text(step.path("event_id")),
                text(step.path("event_type")),
                AgentRun.time(step).toString(),
                text(step.path("model")),
                Long.toString(step.path("tokens_in").asLong(0)),
                Long.toString(step.path("tokens_out").asLong(0)),
                step.has("duration_ms")
                        ? Json.number(step.path("duration_ms").decimalValue()).toPlainString()
                        : "",
                step.has("input_data") ? Json.write(step.path("input_data")) : "{}",
                step.has("output_data") ? Json.write(step.path("output_data")) : "{}",
                text(tool.path("tool_name")),
                tool.has("tool_input") ? Json.write(tool.path("tool_input")) : "",
                tool.has("tool_output") ? Json.write(tool.path("tool_output")) : "",
                text(step.path("decision_trace").path("reasoning")));
    }

    /** What a spreadsheet would run is defused. */
    private static String text(JsonNode node) {
        String text = node.isString() ? node.stringValue() : "";
        return text.matches("(?s)[\\t\\r].*|\\s*[=+@-].*") ? "'" + text : text;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void explanationTellsEachStepToolAndTotal(AgentRun run) {
        send(run);

        List<String> lines = api.explanation(run.sessionId()).lines().toList();
        long in = run.sum("tokens_in");
        long out = run.sum("tokens_out");
        BigDecimal seconds = BigDecimal.valueOf(run.durationMs(), 3);
        String duration = run.durationMs() < 60_000
                ? seconds.setScale(1, RoundingMode.HALF_UP) + "s"
                : seconds.divide(BigDecimal.valueOf(60), 1, RoundingMode.HALF_UP) + "m";
        assertThat(lines)
                .startsWith(
                        "## Agent Session: " + run.start().path("agent_name").stringValue(),
                        "**Duration:** " + duration,
                        "**Total tokens used:** " + (in + out) + " (" + in + " input, " + out + " output)")
                .contains("### What happened:", "### Summary");
        List<String> steps =
                lines.stream().filter(line -> line.startsWith("**Step ")).toList();
        assertThat(steps).hasSameSizeAs(run.steps());
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i))
                    .startsWith("**Step " + (i + 1) + ":** ")
                    .contains(headline(run.steps().get(i)));
        }
        String summary = String.join("\n", lines.subList(lines.indexOf("### Summary"), lines.size()));
        assertThat(summary)
                .contains(
                        typed(run, "llm_call") + " LLM call(s), " + typed(run, "tool_call") + " tool call(s), "
                                + (typed(run, "tool_error") + typed(run, "agent_error") + typed(run, "error"))
                                + " error(s)",
                        Long.toString(in + out),
                        run.end().path("status").stringValue());
    }

    private static String headline(JsonNode step) {
        String tool = step.path("tool_call").path("tool_name").asString("");
        return switch (step.path("event_type").stringValue()) {
            case "llm_call" ->
                "The agent made an LLM call using " + step.path("model").stringValue() + ".";
            case "tool_call" -> "The agent called the **" + tool + "** tool.";
            default -> tool;
        };
    }

    private static long typed(AgentRun run, String type) {
        return run.countBy("event_type").getOrDefault(type, 0L);
    }

    @Test
    void comparisonIsWhatTheFilesSay() {
        for (int i = 1; i < RUNS.size(); i++) {
            AgentRun a = RUNS.get(i - 1);
            AgentRun b = RUNS.get(i);
            send(a);
            send(b);
            JsonNode comparison = api.compare(a.sessionId(), b.sessionId());
            assertSide(comparison.path("session_a"), a);
            assertSide(comparison.path("session_b"), b);
            assertDelta(comparison, "total_tokens", tokens(a), tokens(b));
            assertDelta(
                    comparison,
                    "event_count",
                    BigDecimal.valueOf(a.steps().size()),
                    BigDecimal.valueOf(b.steps().size()));
            assertDelta(comparison, "total_processing_ms", a.processingMs(), b.processingMs());
        }
    }

    private static void assertSide(JsonNode side, AgentRun run) {
        assertThat(side.path("total_tokens").decimalValue()).isEqualByComparingTo(tokens(run));
        assertThat(side.path("total_processing_ms").decimalValue()).isEqualByComparingTo(run.processingMs());
        assertThat(side.path("session_duration_ms").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(run.durationMs()));
        assertThat(side.path("error_count").longValue()).isEqualTo(typed(run, "tool_error"));
        assertThat(counts(side.path("event_types"))).isEqualTo(run.countBy("event_type"));
        assertThat(counts(side.path("models"))).isEqualTo(run.countBy("model"));
        assertThat(counts(side.path("tools"))).isEqualTo(run.countBy("tool_call", "tool_name"));
        assertThat(Json.plain(side.path("metadata"))).isEqualTo(run.session().get("metadata"));
    }

    private static Map<String, Long> counts(JsonNode byName) {
        Map<String, Long> counts = new LinkedHashMap<>();
        byName.properties()
                .forEach(entry -> counts.put(
                        entry.getKey(),
                        entry.getValue().isNumber()
                                ? entry.getValue().longValue()
                                : entry.getValue().path("calls").longValue()));
        return counts;
    }

    private static void assertDelta(JsonNode comparison, String figure, BigDecimal a, BigDecimal b) {
        JsonNode delta = comparison.path("deltas").path(figure);
        assertThat(delta.path("absolute").decimalValue()).isEqualByComparingTo(b.subtract(a));
        assertThat(delta.path("percent").decimalValue())
                .isEqualByComparingTo(b.subtract(a).movePointRight(2).divide(a, 2, RoundingMode.HALF_UP));
    }

    private static BigDecimal tokens(AgentRun run) {
        return BigDecimal.valueOf(run.sum("tokens_in") + run.sum("tokens_out"));
    }

    @Test
    void analyticsGrowsByWhatTheFilesSay() {
        List<AgentRun> fresh = AgentRun.all();
        JsonNode before = api.analytics();
        fresh.forEach(this::send);
        JsonNode after = api.analytics();

        assertThat(grown(before, after, "total_sessions")).isEqualTo(14);
        assertThat(grown(before, after, "completed_sessions"))
                .isEqualTo(fresh.stream()
                        .filter(run -> run.session().get("status").equals("completed"))
                        .count());
        assertThat(grown(before, after, "total_events"))
                .isEqualTo(fresh.stream().mapToLong(run -> run.steps().size()).sum());
        assertThat(grown(before, after, "total_tokens_in"))
                .isEqualTo(fresh.stream().mapToLong(run -> run.sum("tokens_in")).sum());
        assertThat(grown(before, after, "total_tokens_out"))
                .isEqualTo(
                        fresh.stream().mapToLong(run -> run.sum("tokens_out")).sum());
        assertThat(grown(before, after, "event_types", "event_type", "count")).isEqualTo(total(fresh, "event_type"));
        assertThat(grown(before, after, "model_usage", "model", "call_count")).isEqualTo(total(fresh, "model"));
        assertThat(grown(before, after, "hourly_activity", "hour", "event_count"))
                .isEqualTo(fresh.stream()
                        .flatMap(run -> run.steps().stream())
                        .map(step -> AgentRun.time(step).toString().substring(11, 13))
                        .collect(Collectors.groupingBy(
                                hour -> Integer.toString(Integer.parseInt(hour)),
                                TreeMap::new,
                                Collectors.counting())));
        assertThat(grown(before, after, "sessions_over_time", "day", "session_count"))
                .isEqualTo(fresh.stream()
                        .map(run -> run.startedAt().toString().substring(0, 10))
                        .collect(Collectors.groupingBy(day -> day, TreeMap::new, Collectors.counting())));
    }

    private static long grown(JsonNode before, JsonNode after, String figure) {
        return after.path("overview").path(figure).longValue()
                - before.path("overview").path(figure).longValue();
    }

    /** Rows of a list that have grown, by name. */
    private static Map<String, Long> grown(JsonNode before, JsonNode after, String list, String name, String figure) {
        Map<String, Long> grown = new TreeMap<>();
        Json.elements(after.path(list))
                .forEach(row ->
                        grown.put(row.path(name).asString(), row.path(figure).longValue()));
        Json.elements(before.path(list))
                .forEach(row ->
                        grown.merge(row.path(name).asString(), -row.path(figure).longValue(), Long::sum));
        grown.values().removeIf(growth -> growth == 0);
        return grown;
    }

    private static Map<String, Long> total(List<AgentRun> runs, String field) {
        Map<String, Long> total = new TreeMap<>();
        runs.forEach(run -> run.countBy(field).forEach((name, count) -> total.merge(name, count, Long::sum)));
        return total;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void sendingAgainInAnyFormChangesNoByte(AgentRun run) {
        send(run);
        String before = everyAnswer(run);

        send(run);
        byte[] body = run.body().getBytes(UTF_8);
        api.postEvents(Api.gzip(body), "Content-Encoding", "gzip").is(200);
        api.postEvents(Api.zstd(body), "Content-Encoding", "zstd").is(200);
        List<JsonNode> reversed = new ArrayList<>(run.events());
        Collections.reverse(reversed);
        api.postEvents(AgentRun.batch(reversed).getBytes(UTF_8)).is(200);
        sendInRandomSplits(run);

        assertThat(everyAnswer(run)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void firstArrivalInRandomSplitsOfAnyOrderMakesTheSameSession(AgentRun run) {
        send(run);
        AgentRun fresh = AgentRun.all().stream()
                .filter(other -> other.name().equals(run.name()))
                .findFirst()
                .orElseThrow();
        sendInRandomSplits(fresh);

        assertThat(sessionAnswers(fresh).replace(fresh.sessionId(), "ID"))
                .isEqualTo(sessionAnswers(run).replace(run.sessionId(), "ID"));
    }

    private void sendInRandomSplits(AgentRun run) {
        Random random = new Random(run.name().hashCode());
        List<JsonNode> shuffled = new ArrayList<>(run.events());
        Collections.shuffle(shuffled, random);
        keepEqualTimesInOrder(shuffled, run);
        for (int from = 0; from < shuffled.size(); ) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(7));
            api.postEvents(AgentRun.batch(shuffled.subList(from, to)).getBytes(UTF_8))
                    .is(200);
            from = to;
        }
    }

    /** Events of one instant are explained in log order, so their order must not change. */
    private static void keepEqualTimesInOrder(List<JsonNode> shuffled, AgentRun run) {
        Map<Instant, Iterator<JsonNode>> inOrder = new HashMap<>();
        run.events().stream()
                .collect(Collectors.groupingBy(AgentRun::time))
                .forEach((time, events) -> inOrder.put(time, events.iterator()));
        shuffled.replaceAll(event -> inOrder.get(AgentRun.time(event)).next());
    }

    private void send(AgentRun run) {
        assertThat(api.postEvents(run.body().getBytes(UTF_8)).is(200).body())
                .isEqualTo("{\"status\":\"ok\",\"processed\":" + run.events().size() + "}");
    }

    private Object listed(AgentRun run) {
        // Other tests may have written more than a page of newer ones.
        return Json.elements(api.get("/sessions?q=" + run.sessionId()).json().path("sessions")).stream()
                .filter(session -> session.path("session_id").stringValue().equals(run.sessionId()))
                .map(Json::plain)
                .findFirst()
                .orElse(null);
    }

    /** With what depends on all sessions, too. */
    private String everyAnswer(AgentRun run) {
        return String.join(
                "\n",
                sessionAnswers(run),
                api.get("/sessions?limit=200").is(200).body(),
                api.get("/analytics").is(200).body());
    }

    private String sessionAnswers(AgentRun run) {
        String id = run.sessionId();
        return String.join(
                "\n",
                Arrays.asList(
                        api.get("/sessions/" + id).is(200).body(),
                        api.explanation(id),
                        api.export(id, "csv"),
                        api.export(id, "ndjson"),
                        api.export(id, "json").replaceFirst("\"exported_at\":\"[^\"]*\"", "")));
    }
}
