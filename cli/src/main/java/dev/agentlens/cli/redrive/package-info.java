/* SPDX-License-Identifier: Apache-2.0 */
/** What dead letters and rejected events have in common: choosing, showing, marking what was sent again. */
@NullMarked
package dev.agentlens.cli.redrive;

import org.jspecify.annotations.NullMarked;
