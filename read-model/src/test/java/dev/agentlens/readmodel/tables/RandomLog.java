/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Logs with ties, duplicates and conflicts, and the ways in which the same events may come. */
final class RandomLog {

    private static final int PARTITIONS = 2;

    private final List<AgentEvent> events;

    private RandomLog(List<AgentEvent> events) {
        this.events = events;
    }

    static RandomLog of(Random random) {
        // Half of them on few instants, so that ties decide; some across days.
        Duration step = random.nextBoolean() ? Duration.ofMinutes(40) : Duration.ofNanos(1_000);
        long spread = random.nextBoolean() ? 1 : 60;
        List<AgentEvent> events = new ArrayList<>();
        for (int n = 1 + random.nextInt(150); n > 0; n--) {
            events.add(
                    !events.isEmpty() && random.nextInt(5) == 0
                            ? events.get(random.nextInt(events.size()))
                            : moved(AgentEvents.random(random), step, spread));
        }
        return new RandomLog(events);
    }

    /** With further copies, in another order; of each identity the same event still comes first. */
    RandomLog permuted(Random random) {
        List<AgentEvent> more = new ArrayList<>(events);
        for (int n = random.nextInt(events.size()); n > 0; n--) {
            more.add(events.get(random.nextInt(events.size())));
        }
        Map<EventIdentity, Deque<AgentEvent>> inOrder = new HashMap<>();
        more.forEach(event -> inOrder.computeIfAbsent(event.identity(), id -> new ArrayDeque<>())
                .add(event));
        Collections.shuffle(more, random);
        more.replaceAll(event -> inOrder.get(event.identity()).remove());
        return new RandomLog(more);
    }

    /** Only the events that {@code kept} keeps. */
    RandomLog only(Predicate<AgentEvent> kept) {
        return new RandomLog(events.stream().filter(kept).toList());
    }

    Set<String> sessionIds() {
        return events.stream()
                .map(event -> event.identity().sessionId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    int size() {
        return events.size();
    }

    /** The events that count: the first of each identity. */
    Collection<LoggedEvent> distinct() {
        Map<EventIdentity, LoggedEvent> first = new LinkedHashMap<>();
        onePoll().forEach(batch -> batch.events().forEach(e -> first.putIfAbsent(e.identity(), e)));
        return first.values();
    }

    /** Each partition as one batch. */
    List<PartitionBatch> onePoll() {
        return poll(events, new TreeMap<>());
    }

    /** Cut into polls of a few records each. */
    List<List<PartitionBatch>> polls(Random random) {
        Map<Integer, Long> positions = new TreeMap<>();
        List<List<PartitionBatch>> polls = new ArrayList<>();
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(20));
            polls.add(poll(events.subList(from, to), positions));
            from = to;
        }
        return polls;
    }

    private static List<PartitionBatch> poll(List<AgentEvent> events, Map<Integer, Long> positions) {
        Map<Integer, List<LoggedEvent>> byPartition = new TreeMap<>();
        for (AgentEvent event : events) {
            int partition = Math.floorMod(event.identity().sessionId().hashCode(), PARTITIONS);
            List<LoggedEvent> batch = byPartition.computeIfAbsent(partition, p -> new ArrayList<>());
            long offset = positions.getOrDefault(partition, 0L) + batch.size();
            batch.add(logged(event, partition, offset));
        }
        List<PartitionBatch> batches = new ArrayList<>();
        byPartition.forEach((partition, batch) -> {
            long from = positions.getOrDefault(partition, 0L);
            positions.put(partition, from + batch.size());
            batches.add(new PartitionBatch(partition, from, from + batch.size(), null, batch, List.of(), 0));
        });
        return batches;
    }

    static LoggedEvent logged(AgentEvent event, int partition, long offset) {
        return new LoggedEvent(event, partition, offset, Arrays.hashCode(AgentEventCodec.encode(event)));
    }

    private static AgentEvent moved(AgentEvent event, Duration step, long spread) {
        Instant at = moved(event.timestamp(), step, spread);
        if (event instanceof SessionStarted e) {
            return new SessionStarted(e.identity(), at, e.typed(), e.fields());
        }
        if (event instanceof SessionEnded e) {
            return new SessionEnded(
                    e.identity(), at, e.typed(), moved(e.endedAt(), step, spread), e.status(), e.fields());
        }
        StepRecorded e = (StepRecorded) event;
        return new StepRecorded(e.identity(), e.eventType(), at, e.typed(), e.fields());
    }

    private static Instant moved(Instant at, Duration step, long spread) {
        Duration sinceT0 = Duration.between(AgentEvents.T0, at);
        return AgentEvents.T0.plus(step.multipliedBy(sinceT0.dividedBy(step)).multipliedBy(spread));
    }
}
