/* SPDX-License-Identifier: Apache-2.0 */
/** How commands speak to a person. */
@NullMarked
package dev.agentlens.cli.terminal;

import org.jspecify.annotations.NullMarked;
