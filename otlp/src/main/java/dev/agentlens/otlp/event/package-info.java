/* SPDX-License-Identifier: Apache-2.0 */
/** Spans and log records to events of the contract. */
@NullMarked
package dev.agentlens.otlp.event;

import org.jspecify.annotations.NullMarked;
