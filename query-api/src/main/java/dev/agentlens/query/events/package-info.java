/* SPDX-License-Identifier: Apache-2.0 */
/** The trace of a session, filtered and searched. */
@NullMarked
package dev.agentlens.query.events;

import org.jspecify.annotations.NullMarked;
