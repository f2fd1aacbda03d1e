/* SPDX-License-Identifier: Apache-2.0 */
/** How reads respond: streamed, or with an error. */
@NullMarked
package dev.agentlens.query.http;

import org.jspecify.annotations.NullMarked;
