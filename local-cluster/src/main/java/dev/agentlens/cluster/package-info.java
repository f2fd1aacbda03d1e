/* SPDX-License-Identifier: Apache-2.0 */
/** Several instances of each role as processes of one machine, behind nginx: {@code ./agentlens cluster}. */
@NullMarked
package dev.agentlens.cluster;

import org.jspecify.annotations.NullMarked;
