/* SPDX-License-Identifier: Apache-2.0 */
/** The data directory, the servers in it, and what has been started, to be stopped in order. */
@NullMarked
package dev.agentlens.servers;

import org.jspecify.annotations.NullMarked;
