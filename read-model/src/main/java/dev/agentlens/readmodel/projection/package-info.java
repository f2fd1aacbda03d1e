/* SPDX-License-Identifier: Apache-2.0 */
/** The log projected into read tables: for a consumer group, or replayed from the start. */
@NullMarked
package dev.agentlens.readmodel.projection;

import org.jspecify.annotations.NullMarked;
