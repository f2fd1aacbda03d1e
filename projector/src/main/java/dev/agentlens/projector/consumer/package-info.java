/* SPDX-License-Identifier: Apache-2.0 */
/** From the topic's records to projected batches. */
@NullMarked
package dev.agentlens.projector.consumer;

import org.jspecify.annotations.NullMarked;
