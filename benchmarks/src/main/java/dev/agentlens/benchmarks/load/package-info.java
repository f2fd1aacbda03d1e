/* SPDX-License-Identifier: Apache-2.0 */
/** Events and requests, made so cheaply that they do not disturb what is measured. */
@NullMarked
package dev.agentlens.benchmarks.load;

import org.jspecify.annotations.NullMarked;
