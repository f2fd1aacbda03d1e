/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventIdentity;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Filters, sorts and words of GET /sessions, against a plain scan of what the list without filters returns. */
class SessionSearchIT extends QueryITBase {

    private static final int QUERIES = Integer.getInteger("search.queries", 2_000);
    private static final int MOST_PAGES = 8;

    @Test
    void everyFilterAndSortIsWhatAScanFinds() {
        projectRandom(new Random(42));
        List<JsonNode> all = sessions(pages("/sessions?limit=200"));
        assertThat(all).hasSizeGreaterThan(100);

        for (int seed = 0; seed < QUERIES; seed++) {
            Random random = new Random(seed);
            Map<String, String> filters = new LinkedHashMap<>();
            Predicate<JsonNode> matches = filter(random, all, filters);
            Comparator<JsonNode> order = order(random, filters);
            List<String> expected = all.stream()
                    .filter(matches)
                    .sorted(order)
                    .map(session -> session.get("session_id").asString())
                    .toList();
            int limit = Math.max(expected.size() / MOST_PAGES, 1 + random.nextInt(60));
            String list = "/sessions?limit=" + limit + query(filters);

            List<JsonNode> pages = pages(list);

            assertThat(sessions(pages))
                    .as(list)
                    .extracting(s -> s.get("session_id").asString())
                    .isEqualTo(expected);
            assertThat(pages).as(list).allMatch(page -> page.get("total").asInt() == expected.size());
        }
    }

    @Test
    void wordsAreFoundWhereverTheyAreAndAnywhereInThem() {
        EVENTS.project(
                event(
                        "run-Alpha",
                        "s",
                        "session_start",
                        "2026-02-14T10:30:00Z",
                        ",\"agent_name\":\"Billing Bot\","
                                + "\"metadata\":{\"customer\":\"ACME_GmbH\",\"n\":7,\"nested\":{\"deep\":\"Straße 100%\"}}"),
                event(
                        "run-Alpha",
                        "1",
                        "llm_call",
                        "2026-02-14T10:30:01Z",
                        ",\"input_data\":{\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},"
                                + "{\"role\":\"user\",\"content\":\"Please REFUND order 4711\"}]}"),
                event(
                        "run-Alpha",
                        "2",
                        "llm_call",
                        "2026-02-14T10:30:02Z",
                        ",\"error\":{\"message\":\"Quota exceeded\"}"),
                event("run-Beta", "1", "llm_call", "2026-02-14T10:30:00Z", ",\"input_data\":{\"prompt\":\"hello\"}"));

        for (String q : List.of(
                "refund",
                "FUND order",
                "alpha",
                "billing bot",
                "acme_gmbh",
                "straße 100%",
                "quota",
                "customer",
                "471 quota alph")) {
            assertThat(ids("/sessions?q=" + URLEncoder.encode(q, UTF_8))).as(q).containsExactly("run-Alpha");
        }
        for (String q : List.of("refund hello", "acmeXgmbh", "10_%", "kind")) {
            assertThat(ids("/sessions?q=" + URLEncoder.encode(q, UTF_8))).as(q).isEmpty();
        }
        JsonNode alpha = client.get("/sessions?metadata.customer=ACME_GmbH&metadata.n=7")
                .json()
                .get("sessions")
                .get(0);
        assertThat(alpha.get("title").asString()).isEqualTo("Please REFUND order 4711");
        assertThat(alpha.get("first_error").asString()).isEqualTo("Quota exceeded");
        assertThat(alpha.get("error_count").asInt()).isEqualTo(1);
        assertThat(ids("/sessions?metadata.customer=acme")).isEmpty();
    }

    @Test
    void illegalValuesSayWhatIsLegalAndUnknownParametersAreNamed() {
        client.get("/sessions?sort=age").isError(400, "Invalid sort 'age': expected one of started_at, total_tokens");
        client.get("/sessions?tool=a%00").isError(400, "Invalid tool: it must not have the character U+0000");
        client.get("/sessions?order=up").isError(400, "Invalid order 'up': expected asc or desc");
        client.get("/sessions?from=yesterday").isError(400, "Invalid from 'yesterday': expected a time such as");
        client.get("/sessions?min_tokens=-1").isError(400, "Invalid min_tokens '-1': expected a number");
        client.get("/sessions?errors=maybe").isError(400, "Invalid errors 'maybe': expected true or false");
        client.get("/sessions?q=" + "a%20b%20c%20".repeat(1) + "d%20e%20f%20g%20h%20i%20j%20k")
                .isError(400, "Invalid q: at most 10 words are allowed, not 11");

        JsonNode page = client.get("/sessions?agnt=x").json();
        assertThat(page.get("warnings").get(0).asString()).startsWith("Unknown parameter 'agnt' is ignored; known are");
        assertThat(client.get("/sessions?agent=x").json().has("warnings")).isFalse();
    }

    @Test
    void cursorSaysWhichListItIsOf() {
        projectRandom(new Random(7));
        String list = "/sessions?limit=5&sort=total_tokens&errors=true";
        String cursor = client.get(list).json().get("next_cursor").asString();

        assertThat(client.get("/sessions?limit=5&cursor=" + cursor).json())
                .isEqualTo(client.get(list + "&cursor=" + cursor).json());
        client.get("/sessions?sort=total_tokens&cursor=" + cursor)
                .isError(400, "Invalid cursor: it is of the list with");
        client.get("/sessions?status=active&cursor=" + cursor).isError(400, "Invalid cursor");
    }

    /** Each is a session that the list has, so that most queries find something. */
    private static Predicate<JsonNode> filter(Random random, List<JsonNode> all, Map<String, String> filters) {
        JsonNode one = all.get(random.nextInt(all.size()));
        Predicate<JsonNode> matches = session -> true;
        for (int n = random.nextInt(3); n >= 0; n--) {
            switch (random.nextInt(14)) {
                case 0 -> matches = matches.and(equal("status", "status", one, filters));
                case 1 -> matches = matches.and(equal("agent", "agent_name", one, filters));
                case 2 -> {
                    if (one.get("conversation_id").isString()) {
                        matches = matches.and(equal("conversation_id", "conversation_id", one, filters));
                    }
                }
                case 3 -> matches = matches.and(contains("model", "models", one, random, filters));
                case 4 -> matches = matches.and(contains("tool", "tools", one, random, filters));
                case 5 -> {
                    String from = one.get("started_at").asString();
                    filters.put("from", from);
                    matches = matches.and(s -> started(s).compareTo(started(one)) >= 0);
                }
                case 6 -> {
                    String to = one.get("started_at").asString();
                    filters.put("to", to);
                    matches = matches.and(s -> started(s).compareTo(started(one)) < 0);
                }
                case 7 -> {
                    filters.put("min_tokens", tokens(one).toString());
                    matches = matches.and(s -> tokens(s).compareTo(tokens(one)) >= 0);
                }
                case 8 -> {
                    filters.put("max_tokens", tokens(one).toString());
                    matches = matches.and(s -> tokens(s).compareTo(tokens(one)) <= 0);
                }
                case 9 -> {
                    filters.put("min_duration_ms", "1500");
                    matches = matches.and(s -> duration(s).compareTo(BigDecimal.valueOf(1500)) >= 0);
                }
                case 10 -> {
                    boolean errors = one.get("error_count").asInt() > 0;
                    filters.put("errors", Boolean.toString(errors));
                    matches = matches.and(s -> s.get("error_count").asInt() > 0 == errors);
                }
                case 11 -> {
                    filters.put("min_cost_usd", cost(one).max(BigDecimal.ZERO).toPlainString());
                    matches = matches.and(s -> cost(s).compareTo(cost(one).max(BigDecimal.ZERO)) >= 0);
                }
                case 12 -> {
                    filters.put("max_cost_usd", cost(one).max(BigDecimal.ZERO).toPlainString());
                    matches = matches.and(s ->
                            cost(s).signum() >= 0 && cost(s).compareTo(cost(one).max(BigDecimal.ZERO)) <= 0);
                }
                default -> {
                    String word = one.get("session_id").asString().substring(1, 4);
                    filters.put("q", word.toUpperCase(Locale.ROOT));
                    matches = matches.and(s -> searched(s).contains(word));
                }
            }
        }
        return matches;
    }

    private static Predicate<JsonNode> equal(String name, String field, JsonNode one, Map<String, String> filters) {
        String value = one.get(field).asString();
        filters.put(name, value);
        return session -> session.get(field).asString("").equals(value);
    }

    private static Predicate<JsonNode> contains(
            String name, String field, JsonNode one, Random random, Map<String, String> filters) {
        if (filters.containsKey(name)) {
            return session -> true;
        }
        List<String> values = strings(one.get(field));
        String value = values.isEmpty() ? "none" : values.get(random.nextInt(values.size()));
        filters.put(name, value);
        return session -> strings(session.get(field)).contains(value);
    }

    private static Comparator<JsonNode> order(Random random, Map<String, String> filters) {
        List<String> sorts = List.of("started_at", "total_tokens", "duration", "events", "errors", "cost");
        String sort = sorts.get(random.nextInt(sorts.size()));
        boolean ascending = random.nextBoolean();
        if (!sort.equals("started_at") || random.nextBoolean()) {
            filters.put("sort", sort);
        }
        if (ascending) {
            filters.put("order", "asc");
        }
        Comparator<JsonNode> key = switch (sort) {
            case "total_tokens" -> comparing(SessionSearchIT::tokens);
            case "duration" -> comparing(SessionSearchIT::duration);
            case "events" -> comparing(s -> s.get("event_count").asLong());
            case "errors" -> comparing(s -> s.get("error_count").asLong());
            case "cost" -> comparing(SessionSearchIT::cost);
            default -> comparing(SessionSearchIT::started);
        };
        Comparator<JsonNode> descending =
                key.reversed().thenComparing(s -> s.get("session_id").asString());
        return ascending ? descending.reversed() : descending;
    }

    private static Instant started(JsonNode session) {
        return Instant.parse(session.get("started_at").asString());
    }

    private static BigDecimal tokens(JsonNode session) {
        return session.get("total_tokens_in")
                .decimalValue()
                .add(session.get("total_tokens_out").decimalValue());
    }

    private static BigDecimal duration(JsonNode session) {
        return session.get("duration_ms").isNull()
                ? BigDecimal.valueOf(-1)
                : session.get("duration_ms").decimalValue();
    }

    private static BigDecimal cost(JsonNode session) {
        return session.get("cost_usd").isNull()
                ? BigDecimal.valueOf(-1)
                : session.get("cost_usd").decimalValue();
    }

    private static String searched(JsonNode session) {
        return String.join(
                        "\n",
                        session.get("session_id").asString(),
                        session.get("agent_name").asString(),
                        session.get("title").asString(""),
                        session.get("first_error").asString(""))
                .toLowerCase(Locale.ROOT);
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static String query(Map<String, String> filters) {
        return filters.entrySet().stream()
                .map(entry -> "&" + entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining());
    }

    private List<JsonNode> pages(String list) {
        List<JsonNode> pages = new ArrayList<>();
        JsonNode page = client.get(list).json();
        pages.add(page);
        while (page.has("next_cursor")) {
            page = client.get(list + "&cursor=" + page.get("next_cursor").asString())
                    .json();
            pages.add(page);
        }
        return pages;
    }

    private static List<JsonNode> sessions(List<JsonNode> pages) {
        return pages.stream()
                .flatMap(page -> page.get("sessions").valueStream())
                .toList();
    }

    private List<String> ids(String list) {
        return texts(client.get(list).json().get("sessions"), "session_id");
    }

    /** With duplicates, late events and several batches for each session; words of some sessions are indexed. */
    private static void projectRandom(Random random) {
        List<AgentEvent> events = new ArrayList<>();
        Set<EventIdentity> seen = new HashSet<>();
        while (events.size() < 1_500) {
            AgentEvent event = AgentEvents.random(random);
            EventIdentity identity = new EventIdentity(
                    event.identity().sessionId() + "-" + random.nextInt(50),
                    event.identity().eventId());
            if (seen.add(identity) || random.nextInt(5) == 0) {
                events.add(AgentEvents.withIdentity(event, identity));
            }
        }
        Collections.shuffle(events, random);
        for (int from = 0; from < events.size(); from += 300) {
            EVENTS.project(events.subList(from, from + 300));
            if (from == 600) {
                EVENTS.indexWords();
            }
        }
    }
}
