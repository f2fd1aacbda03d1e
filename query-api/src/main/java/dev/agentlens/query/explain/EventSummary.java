/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A summary of one event in words. Its size is bounded, whatever the event contains.
 *
 * @param headline what happened, as one sentence
 * @param call its own model call; null if it is not a model call
 * @param lines further details
 * @param messages messages for the span that it belongs to; null if absent
 * @param container how it is written if other events are nested in it; null if it is a step anyway
 * @param failure why it failed; null if it did not fail
 * @param durationMs null if unknown
 */
record EventSummary(
        Links links,
        String eventType,
        String headline,
        @Nullable Dialogue call,
        List<String> lines,
        @Nullable Dialogue messages,
        @Nullable Container container,
        @Nullable Failure failure,
        long tokensIn,
        long tokensOut,
        @Nullable BigDecimal durationMs) {

    /** The lines below the headline. @param ofSpan messages of other events for this span */
    List<String> details(Dialogue ofSpan) {
        List<String> all = new ArrayList<>();
        if (call == null) {
            ofSpan.addTo(all);
        } else {
            call.or(ofSpan).orUnknown(failure != null).addTo(all);
        }
        all.addAll(lines);
        if (ofSpan.reasoning() != null && lines.stream().noneMatch(line -> line.startsWith(Reasoning.LABEL))) {
            all.add(Reasoning.LABEL + ofSpan.reasoning());
        }
        return all;
    }
}
