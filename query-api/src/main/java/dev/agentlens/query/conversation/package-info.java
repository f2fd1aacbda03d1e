/* SPDX-License-Identifier: Apache-2.0 */
/** What was said in a session, each message once. */
@NullMarked
package dev.agentlens.query.conversation;

import org.jspecify.annotations.NullMarked;
