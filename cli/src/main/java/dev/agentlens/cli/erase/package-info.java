/* SPDX-License-Identifier: Apache-2.0 */
/** {@code ./agentlens erase}: has the log say that a session is erased for good. */
@NullMarked
package dev.agentlens.cli.erase;

import org.jspecify.annotations.NullMarked;
