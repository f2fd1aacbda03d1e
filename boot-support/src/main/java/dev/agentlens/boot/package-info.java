/* SPDX-License-Identifier: Apache-2.0 */
/** What every process needs to start: its settings before any part reads them, and whether traces are exported. */
@NullMarked
package dev.agentlens.boot;

import org.jspecify.annotations.NullMarked;
