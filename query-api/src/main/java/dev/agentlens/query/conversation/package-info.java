/* SPDX-License-Identifier: Apache-2.0 */
/** The messages of a session, each listed once. */
@NullMarked
package dev.agentlens.query.conversation;

import org.jspecify.annotations.NullMarked;
