/* SPDX-License-Identifier: Apache-2.0 */
/** Read tables made anew from the log, beside the live ones. */
@NullMarked
package dev.agentlens.cli.rebuild;

import org.jspecify.annotations.NullMarked;
