/* SPDX-License-Identifier: Apache-2.0 */
/** Read tables re-created from the log, beside the live ones. */
@NullMarked
package dev.agentlens.cli.rebuild;

import org.jspecify.annotations.NullMarked;
