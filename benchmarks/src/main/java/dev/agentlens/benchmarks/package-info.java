/* SPDX-License-Identifier: Apache-2.0 */
/** Each stage beside the limit of the machine it runs on. */
@NullMarked
package dev.agentlens.benchmarks;

import org.jspecify.annotations.NullMarked;
