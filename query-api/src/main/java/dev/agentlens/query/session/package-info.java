/* SPDX-License-Identifier: Apache-2.0 */
/** Sessions and their events, as the read tables have them. */
@NullMarked
package dev.agentlens.query.session;

import org.jspecify.annotations.NullMarked;
