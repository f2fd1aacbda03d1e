/* SPDX-License-Identifier: Apache-2.0 */
/** The way of the ingest's records into the log of the broker in this process. */
@NullMarked
package dev.agentlens.standalone.log;

import org.jspecify.annotations.NullMarked;
