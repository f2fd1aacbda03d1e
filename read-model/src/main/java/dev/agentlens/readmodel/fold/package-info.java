/* SPDX-License-Identifier: Apache-2.0 */
/** The fold: what a set of events means, without a database. */
@NullMarked
package dev.agentlens.readmodel.fold;

import org.jspecify.annotations.NullMarked;
