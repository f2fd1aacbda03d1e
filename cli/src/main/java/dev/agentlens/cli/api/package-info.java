/* SPDX-License-Identifier: Apache-2.0 */
/** The HTTP API as commands read it: where it is, which key, what to do when it does not respond as hoped. */
@NullMarked
package dev.agentlens.cli.api;

import org.jspecify.annotations.NullMarked;
