/* SPDX-License-Identifier: Apache-2.0 */
/** The path of a request's events, whatever format they arrive in, to Kafka's acknowledgement. */
@NullMarked
package dev.agentlens.ingest.pipeline;

import org.jspecify.annotations.NullMarked;
