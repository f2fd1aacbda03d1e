/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.otlp;

import dev.agentlens.ingest.pipeline.EventRequest;
import dev.agentlens.ingest.validation.ValidationResult;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.ingest.validation.ValidationResult.Rejected;
import dev.agentlens.ingest.validation.Warning;
import dev.agentlens.ingest.validation.WarningKind;
import dev.agentlens.otlp.event.MappingResult;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of one request's spans or log records, and the count of those that were rejected. */
final class OtlpRequest implements EventRequest<OtlpReport> {

    private final int size;
    private final Stream<MappingResult> items;
    private final String noun;
    private final Consumer<Warning> warnings;
    private final Runnable dropped;

    private int index = -1;
    private long rejected;
    private int lastRejected = -1;
    private @Nullable String firstReason;

    /**
     * @param items mapped one after the other
     * @param noun of an item in messages: {@code span}
     * @param dropped is run for each span that is not wanted
     */
    OtlpRequest(int size, Stream<MappingResult> items, String noun, Consumer<Warning> warnings, Runnable dropped) {
        this.size = size;
        this.items = items;
        this.noun = noun;
        this.warnings = warnings;
        this.dropped = dropped;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<Element> elements() {
        return items.flatMap(this::elements).iterator();
    }

    private Stream<Element> elements(MappingResult item) {
        int current = ++index;
        if (item instanceof MappingResult.Events mapped) {
            mapped.warnings()
                    .forEach(message -> warnings.accept(new Warning(current, noun, message, WarningKind.OTLP)));
            return mapped.events().stream().map(json -> new Event(current, json));
        }
        if (item instanceof MappingResult.Rejected unusable) {
            return Stream.of(new Unusable(new Rejected(current, unusable.id(), unusable.reason(), unusable.content())));
        }
        dropped.run();
        return Stream.empty();
    }

    @Override
    public void add(int index, ValidationResult result) {
        if (result instanceof Accepted accepted) {
            accepted.warnings().forEach(warnings);
        } else if (index != lastRejected) {
            // A root span gives several events, and is one span.
            lastRejected = index;
            rejected++;
            if (firstReason == null) {
                firstReason = noun + "[" + index + "]: " + ((Rejected) result).error();
            }
        }
    }

    @Override
    public OtlpReport report() {
        return new OtlpReport(
                rejected,
                firstReason == null
                        ? ""
                        : rejected + " " + noun + (rejected == 1 ? "" : "s") + " rejected; " + firstReason);
    }
}
