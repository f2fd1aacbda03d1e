/* SPDX-License-Identifier: Apache-2.0 */
/** JSON without loss of digits. */
@NullMarked
package dev.agentlens.e2e.json;

import org.jspecify.annotations.NullMarked;
