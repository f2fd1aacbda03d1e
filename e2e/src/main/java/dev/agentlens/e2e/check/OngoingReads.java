/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.load.ClientRefs;
import dev.agentlens.e2e.load.Load;
import dev.agentlens.e2e.load.Workload;
import dev.agentlens.e2e.violation.Violations;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/**
 * Reads all the time, during faults too. A response may lag behind, and may be missing, but is never more than was
 * sent, and never an error other than 503.
 */
public final class OngoingReads implements AutoCloseable {

    private static final long PAUSE_MS = 60;

    private final Workload workload;
    private final Load load;
    private final Violations violations;
    private final Api api;
    private final LongAdder answered = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private volatile boolean closed;

    public OngoingReads(Cluster cluster, Workload workload, Load load, Violations violations) {
        this.workload = workload;
        this.load = load;
        this.violations = violations;
        api = new Api(Cluster.QUERY.stream().map(cluster::queryAddress).toList());
    }

    public void start() {
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(this::read, "ongoing reads");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void read() {
        while (!closed) {
            Waiting.pause(PAUSE_MS);
            try {
                if (ThreadLocalRandom.current().nextInt(10) == 0) {
                    readAnalytics();
                } else if (load.begunCohorts() > 0) {
                    readSession();
                }
            } catch (IOException e) {
                // Killed or frozen: a missing response is not a wrong one.
                unanswered.increment();
            }
        }
    }

    private void readSession() throws IOException {
        Map<String, TraceCheck.Session> sessions = new HashMap<>();
        // Mostly one of the latest, whose events are under way.
        long latest = load.begunCohorts() - 1;
        long number = ThreadLocalRandom.current().nextInt(3) == 0
                ? ThreadLocalRandom.current().nextLong(latest + 1)
                : Math.max(0, latest - ThreadLocalRandom.current().nextInt(40));
        TraceCheck.collect(workload.cohort(number), sessions);
        List<String> ids = new ArrayList<>(sessions.keySet());
        ids.removeAll(Set.copyOf(workload.sharedSessions()));
        String id = ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
        String path = "/sessions/" + id;
        Api.Answer answer = api.tryGet(path);
        if (answer.status() == 404) {
            answered.increment();
        } else if (isGood(path, answer)) {
            JsonNode session = answer.json();
            TraceCheck.Session full = sessions.getOrDefault(id, new TraceCheck.Session(id));
            requireAtMost(path + " total_events", full.fold().events(), session.get("total_events"));
            requireAtMost(
                    path + " length of events",
                    full.fold().events(),
                    session.get("events").size());
            requireAtMost(path + " total_tokens_in", full.fold().mostTokensIn(), session.get("total_tokens_in"));
            requireAtMost(path + " total_tokens_out", full.fold().mostTokensOut(), session.get("total_tokens_out"));
            requireDistinct(path, session.get("events"));
        }
    }

    private void readAnalytics() throws IOException {
        Api.Answer answer = api.tryGet("/analytics");
        if (isGood("/analytics", answer)) {
            long begun = load.begunEvents();
            requireAtMost(
                    "/analytics total_events",
                    begun,
                    answer.json().get("overview").get("total_events"));
        }
    }

    private boolean isGood(String path, Api.Answer answer) {
        if (answer.status() == 200) {
            answered.increment();
            return true;
        }
        unavailable.increment();
        if (answer.status() != 503) {
            violations.add(
                    "Under faults a read is answered, or refused with 503",
                    "200 or 503 on GET " + path,
                    answer.status() + " " + new String(answer.body(), UTF_8));
        }
        return false;
    }

    private void requireAtMost(String what, long most, int found) {
        requireAtMost(what, BigInteger.valueOf(most), BigDecimal.valueOf(found));
    }

    private void requireAtMost(String what, long most, JsonNode found) {
        requireAtMost(what, BigInteger.valueOf(most), Json.decimal(found));
    }

    private void requireAtMost(String what, BigInteger most, JsonNode found) {
        requireAtMost(what, most, Json.decimal(found));
    }

    private void requireAtMost(String what, BigInteger most, BigDecimal found) {
        if (found.compareTo(new BigDecimal(most)) > 0) {
            violations.add("A read never shows more than was sent", what + " at most " + most, found.toPlainString());
        }
    }

    private void requireDistinct(String path, JsonNode events) {
        Map<String, Integer> seen = new HashMap<>();
        events.forEach(event -> seen.merge(ClientRefs.of(event), 1, Integer::sum));
        seen.forEach((ref, times) -> {
            if (times > 1) {
                violations.add("Nothing is counted twice", path + " with " + ref + " once", times + " times");
            }
        });
    }

    public long answered() {
        return answered.sum();
    }

    /** Responded with 503. */
    public long unavailable() {
        return unavailable.sum();
    }

    public long unanswered() {
        return unanswered.sum();
    }

    @Override
    public void close() {
        closed = true;
    }
}
