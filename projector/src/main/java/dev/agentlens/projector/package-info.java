/* SPDX-License-Identifier: Apache-2.0 */
/** Kafka to PostgreSQL read tables. */
@NullMarked
package dev.agentlens.projector;

import org.jspecify.annotations.NullMarked;
