/* SPDX-License-Identifier: Apache-2.0 */
/** From events to acknowledged records in Kafka. */
@NullMarked
package dev.agentlens.ingest.publish;

import org.jspecify.annotations.NullMarked;
