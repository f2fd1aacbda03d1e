/* SPDX-License-Identifier: Apache-2.0 */
/** The topic as this module reads it: decoding of records, bounded polls, its identity, and dead letters. */
@NullMarked
package dev.agentlens.readmodel.log;

import org.jspecify.annotations.NullMarked;
