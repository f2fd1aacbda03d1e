/* SPDX-License-Identifier: Apache-2.0 */
/** OpenTelemetry's spans and log records over HTTP (OTLP/HTTP 1.11), as events. */
@NullMarked
package dev.agentlens.ingest.otlp;

import org.jspecify.annotations.NullMarked;
