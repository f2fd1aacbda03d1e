/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of validating one element of a batch. */
public sealed interface ValidationResult {

    /** @param digest of the event as sent; see {@link ContentDigest} */
    record Accepted(AgentEvent event, String digest, List<Warning> warnings) implements ValidationResult {}

    /**
     * @param index in the batch, from 0
     * @param eventId as sent, where it is a string
     * @param error what was expected and what arrived
     * @param sent the element of the batch, any JSON
     */
    record Rejected(int index, @Nullable String eventId, String error, RawJson sent) implements ValidationResult {}
}
