/* SPDX-License-Identifier: Apache-2.0 */
/** What an agent did, in plain language. */
@NullMarked
package dev.agentlens.query.explain;

import org.jspecify.annotations.NullMarked;
