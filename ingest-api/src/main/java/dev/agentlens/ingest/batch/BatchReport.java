/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.ingest.batch.BatchResponse.Rejection;
import dev.agentlens.ingest.pipeline.EventRequest;
import dev.agentlens.ingest.validation.SentIdentities;
import dev.agentlens.ingest.validation.ValidationResult;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.ingest.validation.ValidationResult.Rejected;
import dev.agentlens.ingest.validation.Warning;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Collects the response of a batch while its events are processed and released. */
final class BatchReport implements EventRequest<BatchResponse> {

    private static final int MAX_WARNINGS = 20;

    private int accepted;
    private int warned;
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private final EventBatch batch;
    private final SentIdentities identities;
    private final Consumer<Warning> log;

    /** @param log of all warnings, also of those that the response leaves out */
    BatchReport(EventBatch batch, Consumer<Warning> log) {
        this.batch = batch;
        this.identities = new SentIdentities(batch.events().size());
        this.log = log;
    }

    @Override
    public int size() {
        return batch.events().size();
    }

    @Override
    public Iterator<Element> elements() {
        return IntStream.range(0, batch.events().size())
                .<Element>mapToObj(index -> new Event(index, batch.events().get(index)))
                .iterator();
    }

    @Override
    public void add(int index, ValidationResult result) {
        if (result instanceof Accepted event) {
            accepted++;
            batch.nonFinite(index).forEach(this::add);
            event.warnings().forEach(this::add);
            Warning reused = identities.add(index, event);
            if (reused != null) {
                add(reused);
            }
        } else {
            Rejected event = (Rejected) result;
            rejections.add(new Rejection(event.index(), event.eventId(), event.error()));
        }
    }

    private void add(Warning warning) {
        log.accept(warning);
        if (warned++ < MAX_WARNINGS) {
            warnings.add(warning);
        }
    }

    @Override
    public BatchResponse report() {
        boolean none = accepted == 0 && !rejections.isEmpty();
        return new BatchResponse(
                rejections.isEmpty() ? "ok" : none ? "error" : "partial",
                none ? allRejected() : null,
                accepted,
                rejections.isEmpty() ? null : rejections,
                warnings.isEmpty() ? null : warnings,
                warned > MAX_WARNINGS ? warned - MAX_WARNINGS : null);
    }

    private String allRejected() {
        Rejection first = rejections.get(0);
        return "No event was accepted (" + rejections.size() + " rejected); events[" + first.index() + "]: "
                + first.error();
    }
}
