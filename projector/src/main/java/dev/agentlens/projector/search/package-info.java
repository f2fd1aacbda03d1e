/* SPDX-License-Identifier: Apache-2.0 */
/** Keeps the index that words are found by. */
@NullMarked
package dev.agentlens.projector.search;

import org.jspecify.annotations.NullMarked;
