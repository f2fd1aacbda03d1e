/* SPDX-License-Identifier: Apache-2.0 */
/** Authentication, rate limits and origins of requests. */
@NullMarked
package dev.agentlens.edge.access;

import org.jspecify.annotations.NullMarked;
