/* SPDX-License-Identifier: Apache-2.0 */
/** Settings of a process, before any of its parts reads them. */
@NullMarked
package dev.agentlens.settings;

import org.jspecify.annotations.NullMarked;
