/* SPDX-License-Identifier: Apache-2.0 */
/** {@code ./agentlens rejected}: events that the ingest API refused. */
@NullMarked
package dev.agentlens.cli.rejected;

import org.jspecify.annotations.NullMarked;
