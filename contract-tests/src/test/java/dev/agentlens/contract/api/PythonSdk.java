/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sends as the Python SDK does: batches of 10, uncompressed, with a key even where none is needed; a batch that did not
 * get a 2xx is sent again completely, and is dropped after three failures in a row. Its network fails as often as
 * configured: before the request arrives, or, which is worse, after.
 */
final class PythonSdk {

    static final int BATCH = 10;
    static final int BUFFER = 5_000;
    private static final int TRIES = 3;

    private final Api api;
    private final Random random;
    private final double failures;
    private final Deque<Map<String, Object>> buffer = new ArrayDeque<>();
    private boolean reversed;
    private int dropped;

    /** @param failures the part of the requests that fail, 0 to 1; never a batch's third try */
    PythonSdk(Api api, long seed, double failures) {
        this.api = api;
        this.random = new Random(seed);
        this.failures = failures;
    }

    /** From now on the events of a batch go out last first. */
    PythonSdk reversed() {
        reversed = true;
        return this;
    }

    void record(Map<String, Object> event) {
        buffer.add(event);
    }

    /** What is in the buffer, in batches of 10. */
    void flush() {
        flush(BATCH);
    }

    /** The complete buffer in one request, as after an outage. */
    void flushAfterOutage() {
        flush(BUFFER);
    }

    int dropped() {
        return dropped;
    }

    private void flush(int batchSize) {
        while (!buffer.isEmpty()) {
            List<Map<String, Object>> batch = new ArrayList<>();
            while (batch.size() < batchSize && !buffer.isEmpty()) {
                batch.add(buffer.poll());
            }
            if (reversed) {
                Collections.reverse(batch);
            }
            send(batch);
        }
    }

    private void send(List<Map<String, Object>> batch) {
        byte[] body = Json.write(Map.of("events", batch)).getBytes(UTF_8);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            boolean fails = attempt < TRIES && random.nextDouble() < failures;
            if (fails && random.nextBoolean()) {
                continue;
            }
            int status = api.postEvents(body, "X-API-Key", "default").status();
            if (!fails && status / 100 == 2) {
                return;
            }
        }
        dropped += batch.size();
    }

    /** An event as the SDK makes it. */
    static Map<String, Object> event(String session, String type, Object... fields) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_type", type);
        event.put("session_id", session);
        for (int i = 0; i < fields.length; i += 2) {
            event.put((String) fields[i], fields[i + 1]);
        }
        return event;
    }
}
