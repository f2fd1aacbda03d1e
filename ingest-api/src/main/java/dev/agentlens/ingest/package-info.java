/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP to validated, normalised events in Kafka. */
@NullMarked
package dev.agentlens.ingest;

import org.jspecify.annotations.NullMarked;
