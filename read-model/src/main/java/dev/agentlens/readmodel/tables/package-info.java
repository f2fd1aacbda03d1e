/* SPDX-License-Identifier: Apache-2.0 */
/** The read tables and the one transaction that writes them. */
@NullMarked
package dev.agentlens.readmodel.tables;

import org.jspecify.annotations.NullMarked;
