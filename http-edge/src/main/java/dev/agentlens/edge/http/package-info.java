/* SPDX-License-Identifier: Apache-2.0 */
/** What every response carries, and where handlers run. */
@NullMarked
package dev.agentlens.edge.http;

import org.jspecify.annotations.NullMarked;
