/* SPDX-License-Identifier: Apache-2.0 */
/** The operator's command line. */
@NullMarked
package dev.agentlens.cli;

import org.jspecify.annotations.NullMarked;
