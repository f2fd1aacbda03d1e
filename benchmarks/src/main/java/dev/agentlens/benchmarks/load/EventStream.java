/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An endless series of distinct events, session after session; the same seed gives the same series. Writing one costs a
 * copy of its bytes. Ids of sessions are spread evenly, as random ones are, so that no index finds them in order.
 */
public final class EventStream {

    private static final long BEGIN = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long BETWEEN_SESSIONS_MS = 20_000;
    private static final long BETWEEN_EVENTS_MS = 700;
    private static final int TEMPLATES = 4_000;

    private final List<EventTemplate> templates = new ArrayList<>();
    /** By template: which session of a cycle it belongs to, and which event of that session it is. */
    private final List<Integer> sessions = new ArrayList<>();

    private final List<Integer> places = new ArrayList<>();
    private final int sessionsPerCycle;
    private final long seed;
    private final boolean endless;
    private long next;
    private long bytes;

    private EventStream(long seed, boolean endless, List<List<EventTemplate>> cycle) {
        this.seed = seed;
        this.endless = endless;
        sessionsPerCycle = cycle.size();
        for (int session = 0; session < cycle.size(); session++) {
            for (int place = 0; place < cycle.get(session).size(); place++) {
                templates.add(cycle.get(session).get(place));
                sessions.add(session);
                places.add(place);
            }
        }
    }

    /**
     * Sessions one after the other, each from its start to its end.
     *
     * @param sessionLength events of each session; 0 for as many as the profile has
     */
    public static EventStream of(Profile profile, int sessionLength, long seed) {
        SessionTemplates writer = new SessionTemplates(profile, seed);
        List<List<EventTemplate>> cycle = new ArrayList<>();
        for (int events = 0;
                events < TEMPLATES;
                events += cycle.get(cycle.size() - 1).size()) {
            cycle.add(writer.session(sessionLength));
        }
        return new EventStream(seed, false, cycle);
    }

    /** Steps of one session that has no start and no end; see {@link #sessionId}. */
    public static EventStream ofOneSession(Profile profile, long seed) {
        List<EventTemplate> steps = new SessionTemplates(profile, seed).session(TEMPLATES + 2);
        return new EventStream(seed, true, List.of(steps.subList(1, TEMPLATES + 1)));
    }

    /** Appends the next event's JSON. */
    public void write(ByteBuffer into) {
        long cycle = next / templates.size();
        int template = (int) (next % templates.size());
        long session = endless ? 0 : cycle * sessionsPerCycle + sessions.get(template);
        long place = endless ? next : places.get(template);
        long time = BEGIN + session * BETWEEN_SESSIONS_MS + place * BETWEEN_EVENTS_MS;
        templates.get(template).write(into, id(session), place, time);
        bytes += templates.get(template).length();
        next++;
    }

    /** How many were written. */
    public long written() {
        return next;
    }

    /** Of all that was written, their JSON. */
    public long bytesWritten() {
        return bytes;
    }

    /** Of the n-th session. */
    public String sessionId(long session) {
        return String.format("%016x", id(session));
    }

    public double averageBytes() {
        return templates.stream().mapToInt(EventTemplate::length).average().orElse(0);
    }

    /** Bytes of the longest event. */
    public int longest() {
        return templates.stream().mapToInt(EventTemplate::length).max().orElse(0);
    }

    /** The bijective finaliser of SplitMix64: distinct numbers give distinct ids. */
    private long id(long session) {
        long z = session + seed * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
