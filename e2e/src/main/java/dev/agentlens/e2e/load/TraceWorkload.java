/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import dev.agentlens.e2e.load.Batch.Format;
import dev.agentlens.e2e.load.TraceScript.Traced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/** The part of a cohort that exporters of OpenTelemetry send: spans of some traces, out of order, some of them again. */
final class TraceWorkload {

    private static final int TRACES = 4;
    private static final int MAX_SPANS = 25;

    private final Random random;
    private final Cohort cohort;
    private final List<Batch> batches;
    private final List<Batch> followUps = new ArrayList<>();
    private final List<Traced> sent = new ArrayList<>();

    private TraceWorkload(Random random, Cohort cohort) {
        this.random = random;
        this.cohort = cohort;
        this.batches = new ArrayList<>(cohort.batches());
    }

    /** The cohort and some traces. */
    static Cohort added(Random random, Cohort cohort) {
        return new TraceWorkload(random, cohort).added();
    }

    private Cohort added() {
        List<Traced> spans = new ArrayList<>();
        for (int i = 0; i < TRACES; i++) {
            spans.addAll(TraceScript.of(random));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(spans, random);
        }
        int from = 0;
        while (from < spans.size()) {
            int to = Math.min(spans.size(), from + 1 + random.nextInt(MAX_SPANS));
            batches.add(batch(spans.subList(from, to)));
            from = to;
        }
        // Follow-ups have the numbers after those of all batches.
        for (Batch followUp : cohort.followUps()) {
            followUps.add(followUp.at(batches.size() + followUps.size()));
        }
        followUps.add(repetition());
        return new Cohort(cohort.number(), batches, followUps);
    }

    private Batch batch(List<Traced> traced) {
        List<SentEvent> events = new ArrayList<>();
        List<TraceSpan> spans = new ArrayList<>();
        for (Traced one : traced) {
            Traced marked = one.withRef(ref(events.size()));
            sent.add(marked);
            spans.add(marked.span());
            marked.events().forEach(event -> events.add(sent(event)));
        }
        if (random.nextInt(10) == 0) {
            String ref = ref(events.size());
            spans.add(TraceScript.invalid(random, ref));
            events.add(new SentEvent("{}", "", ref, false));
        }
        return otlp(batches.size(), events, spans);
    }

    private String ref(int index) {
        return "c" + cohort.number() + "-" + batches.size() + "-" + index;
    }

    /** Some spans once more, in another encoding perhaps, and one with other content: none of them changes anything. */
    private Batch repetition() {
        List<Traced> again = new ArrayList<>(sent);
        Collections.shuffle(again, random);
        again.subList(Math.min(again.size(), 1 + random.nextInt(MAX_SPANS)), again.size())
                .clear();
        if (random.nextInt(3) == 0) {
            again.set(0, again.get(0).contradicted());
        }
        List<SentEvent> events = new ArrayList<>();
        again.forEach(one -> one.events().forEach(event -> events.add(sent(event))));
        return otlp(
                batches.size() + followUps.size(),
                events,
                again.stream().map(Traced::span).toList());
    }

    /** A session's start and end have none of the span's attributes. */
    private static SentEvent sent(ObjectNode event) {
        String ref = ClientRefs.of(event);
        return new SentEvent(
                event.toString(),
                event.get("session_id").stringValue(),
                ref.isEmpty() ? event.get("event_id").stringValue() : ref,
                true);
    }

    private Batch otlp(int index, List<SentEvent> events, List<TraceSpan> spans) {
        Format format = random.nextBoolean() ? Format.OTLP_JSON : Format.OTLP_PROTOBUF;
        return new Batch(index, format, events, spans, null, Workload.coding(random), Workload.copies(random));
    }
}
