/* SPDX-License-Identifier: Apache-2.0 */
/** What the API must return, folded from the history alone; shares no code with the product. */
@NullMarked
package dev.agentlens.e2e.oracle;

import org.jspecify.annotations.NullMarked;
