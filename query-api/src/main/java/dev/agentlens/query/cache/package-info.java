/* SPDX-License-Identifier: Apache-2.0 */
/** What reads have read, kept for the next ones. */
@NullMarked
package dev.agentlens.query.cache;

import org.jspecify.annotations.NullMarked;
