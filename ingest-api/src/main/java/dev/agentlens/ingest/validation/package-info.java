/* SPDX-License-Identifier: Apache-2.0 */
/** One event of a batch, as sent: accepted and normalised, or rejected with the reason. Pure functions. */
@NullMarked
package dev.agentlens.ingest.validation;

import org.jspecify.annotations.NullMarked;
