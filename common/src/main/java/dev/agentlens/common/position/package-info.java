/* SPDX-License-Identifier: Apache-2.0 */
/** Places in the log, and the tokens that clients hold of them. */
@NullMarked
package dev.agentlens.common.position;

import org.jspecify.annotations.NullMarked;
