/* SPDX-License-Identifier: Apache-2.0 */
/** Whether the read tables are what the log makes of them, found out without the projector's SQL. */
@NullMarked
package dev.agentlens.cli.verify;

import org.jspecify.annotations.NullMarked;
