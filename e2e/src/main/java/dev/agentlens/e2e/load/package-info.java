/* SPDX-License-Identifier: Apache-2.0 */
/** What clients send, and the history of what was acknowledged. */
@NullMarked
package dev.agentlens.e2e.load;

import org.jspecify.annotations.NullMarked;
