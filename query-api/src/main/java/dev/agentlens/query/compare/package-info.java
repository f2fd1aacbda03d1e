/* SPDX-License-Identifier: Apache-2.0 */
/** Two sessions side by side. */
@NullMarked
package dev.agentlens.query.compare;

import org.jspecify.annotations.NullMarked;
