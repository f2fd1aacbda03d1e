/* SPDX-License-Identifier: Apache-2.0 */
/** What is found to be wrong. */
@NullMarked
package dev.agentlens.e2e.violation;

import org.jspecify.annotations.NullMarked;
