/* SPDX-License-Identifier: Apache-2.0 */
/** Several instances of each role as processes of one machine, behind nginx: {@code ./agentlens cluster}. */
@NullMarked
package dev.agentlens.standalone.cluster;

import org.jspecify.annotations.NullMarked;
