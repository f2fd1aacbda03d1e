/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static dev.agentlens.e2e.load.Texts.quoted;

import dev.agentlens.e2e.load.Batch.Coding;
import dev.agentlens.e2e.load.Batch.Format;
import dev.agentlens.e2e.load.SessionScript.Draft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that clients send in a campaign: a function of the seed, so that everything sent can be reproduced without being
 * stored.
 */
public final class Workload {

    private static final int SESSIONS_IN_COHORT = 10;
    private static final int SHARED_SESSIONS = 4;

    private final long seed;

    public Workload(long seed) {
        this.seed = seed;
    }

    /** Sessions that events of all cohorts go to, among them the one of events without a session. */
    public List<String> sharedSessions() {
        List<String> ids = new ArrayList<>(List.of("unknown"));
        for (int i = 0; i < SHARED_SESSIONS; i++) {
            ids.add(sharedSession(i));
        }
        return ids;
    }

    /** The cohort with this number, from 0; always the same. */
    public Cohort cohort(long number) {
        Random random = new Random(mixed(seed * 0x9E3779B97F4A7C15L + number));
        List<List<Placed>> cut = cut(random, inOrderOfSending(random, drafts(random, number)));
        List<Batch> batches = new ArrayList<>();
        List<Placed> again = new ArrayList<>();
        for (int index = 0; index < cut.size(); index++) {
            boolean keyed = random.nextInt(3) == 0;
            String key = keyed ? "key-" + Long.toHexString(seed) + "-" + number + "-" + index : null;
            batches.add(batch(random, number, index, cut.get(index), key, again));
        }
        List<Batch> followUps = followUps(random, batches.size(), again);
        return random.nextInt(3) == 0
                ? TraceWorkload.added(random, new Cohort(number, batches, followUps))
                : new Cohort(number, batches, followUps);
    }

    /** What the cohort with this number sends to the {@link #sharedSessions}. */
    public Cohort sharedOf(long number) {
        Set<String> shared = Set.copyOf(sharedSessions());
        // Indexes within a batch give the order in the log, so the others stay and are only made invalid.
        List<Batch> batches = cohort(number).batches().stream()
                .map(batch -> batch.with(batch.events().stream()
                        .map(event -> shared.contains(event.sessionId())
                                ? event
                                : new SentEvent(event.json(), "", event.ref(), false))
                        .toList()))
                .toList();
        return new Cohort(number, batches, List.of());
    }

    /** Neighbouring seeds give neighbouring first numbers; this sets them apart (the finalizer of MurmurHash3). */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    /** An event with its fields as they were sent, or something that is to be rejected. */
    private record Placed(@Nullable Draft draft, Map<String, String> fields) {}

    private List<Draft> drafts(Random random, long number) {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < SESSIONS_IN_COHORT; i++) {
            drafts.addAll(SessionScript.of(random, sessionId(random, number, i)));
        }
        int shared = 2 + random.nextInt(5);
        for (int i = 0; i < shared; i++) {
            int which = random.nextInt(SHARED_SESSIONS + 1);
            String sessionId = which == SHARED_SESSIONS ? "unknown" : sharedSession(which);
            drafts.add(SessionScript.shared(random, sessionId, "c" + number + "-" + i));
        }
        return drafts;
    }

    private String sessionId(Random random, long number, int index) {
        char separator = "-_.:".charAt(random.nextInt(4));
        return String.format(Locale.ROOT, "s%x%c%d%c%d", seed, separator, number, separator, index);
    }

    private String sharedSession(int index) {
        return String.format(Locale.ROOT, "shared-%x-%d", seed, index);
    }

    /** By time, but for events that are late, and stretches that come reversed. */
    private static List<Placed> inOrderOfSending(Random random, List<Draft> drafts) {
        // Sessions of a cohort lie months apart; what they have in common is that they go on at the same time.
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<Map.Entry<Integer, Placed>> ranked = new ArrayList<>();
        for (Draft draft : drafts) {
            int rank = seen.merge(draft.sessionId(), 1, Integer::sum) * 10;
            int late = random.nextInt(25) == 0 ? random.nextInt(200) : random.nextInt(9);
            ranked.add(Map.entry(rank + late, new Placed(draft, new LinkedHashMap<>(draft.fields()))));
        }
        ranked.sort(Comparator.comparing(Map.Entry::getKey));
        List<Placed> order = ranked.stream().map(Map.Entry::getValue).collect(Collectors.toCollection(ArrayList::new));
        for (int from = 0; from < order.size(); from += 30) {
            if (random.nextInt(12) == 0) {
                Collections.reverse(order.subList(from, Math.min(order.size(), from + 30)));
            }
        }
        return order;
    }

    private static List<List<Placed>> cut(Random random, List<Placed> order) {
        List<List<Placed>> batches = new ArrayList<>();
        int from = 0;
        while (from < order.size()) {
            int kind = random.nextInt(20);
            int size = kind == 0 ? 150 + random.nextInt(300) : kind < 8 ? 1 + random.nextInt(40) : 10;
            int to = Math.min(order.size(), from + size);
            batches.add(new ArrayList<>(order.subList(from, to)));
            from = to;
        }
        for (List<Placed> batch : batches) {
            if (random.nextInt(25) == 0) {
                for (int i = random.nextInt(2); i >= 0; i--) {
                    batch.add(random.nextInt(batch.size() + 1), new Placed(null, invalid(random)));
                }
            }
        }
        if (random.nextInt(20) == 0) {
            batches.add(List.of(new Placed(null, invalid(random))));
        }
        return batches;
    }

    /** Elements that ingest-api must reject while it accepts their neighbours. */
    private static Map<String, String> invalid(Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("event_type", "\"llm_call\"");
        fields.put("session_id", "\"rejected-session\"");
        switch (random.nextInt(6)) {
            case 0 -> fields.put("session_id", "\"bad id!\"");
            case 1 -> fields.put("session_id", quoted("x".repeat(129)));
            case 2 -> fields.put("session_id", "{\"id\":1}");
            case 3 -> fields.put("event_type", "5");
            case 4 -> fields.put("event_type", quoted("t".repeat(65)));
            default -> fields.put("event_id", quoted("e".repeat(257)));
        }
        return fields;
    }

    private static Batch batch(
            Random random, long cohort, int index, List<Placed> placed, @Nullable String key, List<Placed> again) {
        List<SentEvent> events = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            Placed one = placed.get(i);
            String ref = "c" + cohort + "-" + index + "-" + i;
            one.fields().put("client_ref", quoted(ref));
            Draft draft = one.draft();
            if (draft == null) {
                events.add(new SentEvent(json(one.fields()), "", ref, false));
                continue;
            }
            if (key != null && !draft.isKnownByContent() && random.nextBoolean()) {
                one.fields().remove("event_id");
            }
            if (one.fields().containsKey("event_id") || (key == null && draft.isKnownByContent())) {
                again.add(one);
            }
            events.add(new SentEvent(json(one.fields()), draft.sessionId(), ref, true));
        }
        return new Batch(index, Format.EVENTS, events, List.of(), key, coding(random), copies(random));
    }

    private static List<Batch> followUps(Random random, int firstIndex, List<Placed> again) {
        List<Batch> followUps = new ArrayList<>();
        List<Placed> shuffled = new ArrayList<>(again);
        Collections.shuffle(shuffled, random);
        if (random.nextInt(4) == 0) {
            int size = Math.min(shuffled.size(), 1 + random.nextInt(60));
            followUps.add(followUp(random, firstIndex, shuffled.subList(0, size)));
        }
        List<Placed> conflicting = shuffled.stream()
                .filter(one -> one.fields().containsKey("event_id"))
                .limit(1 + random.nextInt(3))
                .map(Workload::contradicted)
                .toList();
        if (random.nextInt(5) == 0 && !conflicting.isEmpty()) {
            followUps.add(followUp(random, firstIndex + followUps.size(), conflicting));
        }
        return followUps;
    }

    private static Placed contradicted(Placed one) {
        Map<String, String> fields = new LinkedHashMap<>(one.fields());
        fields.put("tokens_in", "987654321");
        fields.put("total_tokens_out", "987654321");
        fields.put("contradicts", "true");
        return new Placed(one.draft(), fields);
    }

    private static Batch followUp(Random random, int index, List<Placed> placed) {
        List<SentEvent> events = placed.stream()
                .map(one -> new SentEvent(
                        json(one.fields()),
                        one.draft() == null ? "" : one.draft().sessionId(),
                        one.fields().getOrDefault("client_ref", "").replace("\"", ""),
                        true))
                .toList();
        return new Batch(index, Format.EVENTS, events, List.of(), null, coding(random), copies(random));
    }

    static Coding coding(Random random) {
        int kind = random.nextInt(10);
        return kind < 7 ? Coding.PLAIN : kind < 9 ? Coding.GZIP : Coding.ZSTD;
    }

    static int copies(Random random) {
        int kind = random.nextInt(100);
        return kind < 60 ? 1 : kind < 84 ? 2 : kind < 94 ? 3 : kind < 98 ? 4 : 5;
    }

    private static String json(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
