/* SPDX-License-Identifier: Apache-2.0 */
/** Takes old sessions out of the read tables. The log has a retention of its own. */
@NullMarked
package dev.agentlens.projector.retention;

import org.jspecify.annotations.NullMarked;
