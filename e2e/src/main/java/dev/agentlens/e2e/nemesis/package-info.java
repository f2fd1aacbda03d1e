/* SPDX-License-Identifier: Apache-2.0 */
/** What goes wrong, and when: a function of the seed. */
@NullMarked
package dev.agentlens.e2e.nemesis;

import org.jspecify.annotations.NullMarked;
