/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP to Kafka. */
@NullMarked
package dev.agentlens.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
