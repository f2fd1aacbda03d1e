/* SPDX-License-Identifier: Apache-2.0 */
/** A real Kafka broker and a real PostgreSQL, started and stopped by this process. */
@NullMarked
package dev.agentlens.embedded;

import org.jspecify.annotations.NullMarked;
