/* SPDX-License-Identifier: Apache-2.0 */
/** The example consumers, run as their READMEs say. */
@NullMarked
package dev.agentlens.e2e.consumers;

import org.jspecify.annotations.NullMarked;
