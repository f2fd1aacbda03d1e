/* SPDX-License-Identifier: Apache-2.0 */
/** Reads topics from where they start to where they end, for every command that does. */
@NullMarked
package dev.agentlens.cli.topic;

import org.jspecify.annotations.NullMarked;
