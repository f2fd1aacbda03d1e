/* SPDX-License-Identifier: Apache-2.0 */
/** What is before every handler of both HTTP roles. */
@NullMarked
package dev.agentlens.edge;

import org.jspecify.annotations.NullMarked;
