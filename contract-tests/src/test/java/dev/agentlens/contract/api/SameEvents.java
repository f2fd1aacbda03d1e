/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** One set of events, sent under several session ids: in its order, in reverse, and shuffled, in batches of any size. */
final class SameEvents {

    private static final int SHUFFLES = 4;

    private final Api api;
    private final Random random;

    SameEvents(Api api, long seed) {
        this.api = api;
        this.random = new Random(seed);
    }

    /** The session that all orders agree on, in all responses about it; its id reads {@code ID}. */
    JsonNode agreeOn(List<Map<String, Object>> events) {
        String first = answers(sendInOneBatch(events));
        List<Map<String, Object>> order = new ArrayList<>(events);
        Collections.reverse(order);
        assertThat(answers(sendInBatches(order))).isEqualTo(first);
        for (int i = 0; i < SHUFFLES; i++) {
            Collections.shuffle(order, random);
            assertThat(answers(sendInBatches(order))).as("sent as %s", order).isEqualTo(first);
        }
        return Json.read(first.lines().findFirst().orElseThrow());
    }

    private String sendInOneBatch(List<Map<String, Object>> events) {
        String session = Api.newSession("rules");
        api.accept(of(session, events));
        return session;
    }

    private String sendInBatches(List<Map<String, Object>> events) {
        String session = Api.newSession("rules");
        List<Map<String, Object>> all = of(session, events);
        for (int from = 0; from < all.size(); ) {
            int to = Math.min(all.size(), from + 1 + random.nextInt(3));
            api.accept(all.subList(from, to));
            from = to;
        }
        return session;
    }

    private static List<Map<String, Object>> of(String session, List<Map<String, Object>> events) {
        return events.stream().map(event -> in(session, event)).toList();
    }

    /** The event as one of this session. */
    static Map<String, Object> in(String session, Map<String, Object> event) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("session_id", session);
        all.putAll(event);
        return all;
    }

    private String answers(String session) {
        JsonNode comparison = api.compare(session, other());
        return String.join(
                        "\n",
                        Arrays.asList(
                                api.get("/sessions/" + session).is(200).body(),
                                Json.write(comparison.path("session_a")),
                                api.explanation(session),
                                api.export(session, "csv"),
                                api.export(session, "ndjson"),
                                api.export(session, "json").replaceFirst("\"exported_at\":\"[^\"]*\"", "")))
                .replace(session, "ID");
    }

    /** Any other session, to be compared with. */
    private String other() {
        String session = "rules-other";
        api.accept(List.of(Map.of("session_id", session, "event_id", "once")));
        return session;
    }
}
