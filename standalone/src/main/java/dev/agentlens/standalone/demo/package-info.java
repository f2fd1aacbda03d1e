/* SPDX-License-Identifier: Apache-2.0 */
/** Example sessions for a first look. */
@NullMarked
package dev.agentlens.standalone.demo;

import org.jspecify.annotations.NullMarked;
