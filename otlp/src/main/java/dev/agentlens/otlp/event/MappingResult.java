/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of mapping one span, or one or several log records. Events are JSON objects as POST /events takes them; each
 * has its {@code session_id} and {@code event_id}, so that a resend is recognised.
 */
public sealed interface MappingResult {

    /**
     * @param events to be accepted; at most three, for a root span
     * @param warnings of values that were normalised, for the log
     */
    record Events(List<RawJson> events, List<String> warnings) implements MappingResult {}

    /**
     * One span or log record that is not accepted.
     *
     * @param id of the span, where it is legal
     * @param reason what was expected and what arrived
     * @param content the item in OTLP's JSON, or as it was sent where it is undecodable
     */
    record Rejected(@Nullable String id, String reason, RawJson content) implements MappingResult {}

    /** A span that no dialect knows, and that is not wanted. */
    record Dropped() implements MappingResult {}
}
