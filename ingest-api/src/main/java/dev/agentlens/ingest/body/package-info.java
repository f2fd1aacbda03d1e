/* SPDX-License-Identifier: Apache-2.0 */
/** From the bytes on the wire to the body they stand for, in bounded memory. */
@NullMarked
package dev.agentlens.ingest.body;

import org.jspecify.annotations.NullMarked;
