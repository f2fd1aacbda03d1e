/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

/**
 * One element of a batch, as it is sent.
 *
 * @param json the element's text; of a span, the event that it must become
 * @param sessionId that it will belong to; empty where it is to be rejected
 * @param ref what its field or attribute {@code client_ref} says: {@code c<cohort>-<batch>-<index>}; its id where it has none
 * @param acceptable whether ingest-api must take it; else it must reject it and record it in the rejected topic
 */
public record SentEvent(String json, String sessionId, String ref, boolean acceptable) {}
