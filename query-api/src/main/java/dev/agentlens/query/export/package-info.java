/* SPDX-License-Identifier: Apache-2.0 */
/** A session as a file. */
@NullMarked
package dev.agentlens.query.export;

import org.jspecify.annotations.NullMarked;
