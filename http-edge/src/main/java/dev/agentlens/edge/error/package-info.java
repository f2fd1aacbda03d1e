/* SPDX-License-Identifier: Apache-2.0 */
/** How an exception becomes an `{"error": "..."}` body. */
@NullMarked
package dev.agentlens.edge.error;

import org.jspecify.annotations.NullMarked;
