/* SPDX-License-Identifier: Apache-2.0 */
/** JSON text, and the values of OTLP as JSON. */
@NullMarked
package dev.agentlens.otlp.json;

import org.jspecify.annotations.NullMarked;
