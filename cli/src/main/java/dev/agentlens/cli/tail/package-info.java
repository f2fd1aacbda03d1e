/* SPDX-License-Identifier: Apache-2.0 */
/** Watching the log as it grows. */
@NullMarked
package dev.agentlens.cli.tail;

import org.jspecify.annotations.NullMarked;
