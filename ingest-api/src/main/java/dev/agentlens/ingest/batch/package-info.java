/* SPDX-License-Identifier: Apache-2.0 */
/** From the body of POST /events to its response. */
@NullMarked
package dev.agentlens.ingest.batch;

import org.jspecify.annotations.NullMarked;
