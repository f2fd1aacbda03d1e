/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.ingest.batch.Judged;
import dev.agentlens.ingest.batch.Judged.Accepted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The write side's part of the ledger, since the start of this process. What is accepted and not published was answered
 * with 503, so that its client sends it again.
 */
@Component
class IngestLedger {

    private final Counter accepted;
    private final Counter rejected;
    private final Counter published;
    private final Counter rejectedKept;

    IngestLedger(MeterRegistry meters) {
        accepted = counter(meters, "accepted", "Events found good");
        rejected = counter(meters, "rejected", "Events refused");
        published = counter(meters, "published", "Accepted events that Kafka has acknowledged");
        rejectedKept = counter(meters, "rejected_kept", "Refused events that Kafka has acknowledged");
    }

    void judged(List<Judged> judged) {
        long good = judged.stream().filter(Accepted.class::isInstance).count();
        accepted.increment(good);
        rejected.increment(judged.size() - good);
    }

    void acknowledged(String topic) {
        (topic.equals(EventTopic.EVENTS) ? published : rejectedKept).increment();
    }

    private static Counter counter(MeterRegistry meters, String outcome, String description) {
        return Counter.builder("agentlens.ingest.events")
                .description(description)
                .tag("outcome", outcome)
                .register(meters);
    }
}
