/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Events as they arrive, as Server-Sent Events: {@code GET /events/stream} and {@code GET /sessions/:id/events/stream}.
 *
 * <p>{@code LiveFeed} reads the read tables once for all streams and keeps what is new for a while; a {@code LiveStream}
 * first reads what it lacks from the tables, then follows the feed.
 */
@NullMarked
package dev.agentlens.query.live;

import org.jspecify.annotations.NullMarked;
