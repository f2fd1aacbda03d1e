/* SPDX-License-Identifier: Apache-2.0 */
/** OTLP requests and responses, as protobuf and as JSON, within limits. */
@NullMarked
package dev.agentlens.otlp.wire;

import org.jspecify.annotations.NullMarked;
