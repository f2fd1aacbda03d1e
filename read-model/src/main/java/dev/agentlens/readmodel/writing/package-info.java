/* SPDX-License-Identifier: Apache-2.0 */
/** From the records of a poll to one transaction. */
@NullMarked
package dev.agentlens.readmodel.writing;

import org.jspecify.annotations.NullMarked;
