/* SPDX-License-Identifier: Apache-2.0 */
/** How an object is written that holds messages: requests, responses, attributes of spans. */
@NullMarked
package dev.agentlens.messages.envelope;

import org.jspecify.annotations.NullMarked;
