/* SPDX-License-Identifier: Apache-2.0 */
/** All three roles in one JVM. */
@NullMarked
package dev.agentlens.standalone;

import org.jspecify.annotations.NullMarked;
