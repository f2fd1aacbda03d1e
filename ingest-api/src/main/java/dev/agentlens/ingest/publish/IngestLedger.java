/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * The write side's part of the ledger, since the start of this process. Requests with accepted but unpublished events
 * got a 503, so that their clients send them again.
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

    void validated(int good, int refused) {
        accepted.increment(good);
        rejected.increment(refused);
    }

    void acknowledged(int events, int refused) {
        published.increment(events);
        rejectedKept.increment(refused);
    }

    private static Counter counter(MeterRegistry meters, String outcome, String description) {
        return Counter.builder("agentlens.ingest.events")
                .description(description)
                .tag("outcome", outcome)
                .register(meters);
    }
}
