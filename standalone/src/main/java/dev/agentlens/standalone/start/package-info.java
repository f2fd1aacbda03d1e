/* SPDX-License-Identifier: Apache-2.0 */
/** Starting and stopping everything in the right order. */
@NullMarked
package dev.agentlens.standalone.start;

import org.jspecify.annotations.NullMarked;
