/* SPDX-License-Identifier: Apache-2.0 */
/** GET /sessions: lists and searches. */
@NullMarked
package dev.agentlens.query.search;

import org.jspecify.annotations.NullMarked;
