/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import org.springframework.stereotype.Component;

/** Publishes batches of validated events to the log that all of them share. */
@Component
public class EventPublisher {

    private final RecordLog records;
    private final EventLog eventLog;
    private final IngestLedger ledger;

    EventPublisher(RecordLog records, EventLog eventLog, IngestLedger ledger) {
        this.records = records;
        this.eventLog = eventLog;
        this.ledger = ledger;
    }

    /** Whether the events of a small batch can be handed over without waiting. */
    public boolean sendsAtOnce() {
        return records.writesAtOnce();
    }

    public Publication begin(EventRecords events) {
        return new Publication(records.begin(), events, ledger, eventLog);
    }
}
