/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

/** An event's message in the form of Server-Sent Events, the same for every stream, and by what streams choose it. */
record LiveMessage(LiveEvent.Facets facets, byte[] bytes) {}
