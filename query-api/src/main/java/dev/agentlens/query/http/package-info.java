/* SPDX-License-Identifier: Apache-2.0 */
/** How a read is answered: streamed, and with what error. */
@NullMarked
package dev.agentlens.query.http;

import org.jspecify.annotations.NullMarked;
