/* SPDX-License-Identifier: Apache-2.0 */
/** Kafka to committed read tables. */
@NullMarked
package dev.agentlens.benchmarks.project;

import org.jspecify.annotations.NullMarked;
