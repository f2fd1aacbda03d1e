/* SPDX-License-Identifier: Apache-2.0 */
/** Holds the schemas of {@code docs/api} against the code, and against what was released before. */
@NullMarked
package dev.agentlens.common.contract;

import org.jspecify.annotations.NullMarked;
