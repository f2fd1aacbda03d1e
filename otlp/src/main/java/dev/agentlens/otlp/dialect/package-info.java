/* SPDX-License-Identifier: Apache-2.0 */
/** The attribute names of each convention, as tables, and how they are looked up. */
@NullMarked
package dev.agentlens.otlp.dialect;

import org.jspecify.annotations.NullMarked;
