/* SPDX-License-Identifier: Apache-2.0 */
/** {@code ./agentlens dead-letters}: records of the log that could not be projected. */
@NullMarked
package dev.agentlens.cli.deadletters;

import org.jspecify.annotations.NullMarked;
