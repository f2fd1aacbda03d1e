/* SPDX-License-Identifier: Apache-2.0 */
/** Sessions, explanations, comparisons and analytics in a terminal. */
@NullMarked
package dev.agentlens.cli.browse;

import org.jspecify.annotations.NullMarked;
