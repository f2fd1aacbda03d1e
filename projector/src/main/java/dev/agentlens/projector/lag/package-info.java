/* SPDX-License-Identifier: Apache-2.0 */
/** How far the read tables are behind the log. */
@NullMarked
package dev.agentlens.projector.lag;

import org.jspecify.annotations.NullMarked;
