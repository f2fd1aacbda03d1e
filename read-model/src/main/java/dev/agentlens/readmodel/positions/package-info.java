/* SPDX-License-Identifier: Apache-2.0 */
/** Where each partition is read on: what the tables say, checked against the log. */
@NullMarked
package dev.agentlens.readmodel.positions;

import org.jspecify.annotations.NullMarked;
