/* SPDX-License-Identifier: Apache-2.0 */
/** What a rebuild under load costs readers and writers. */
@NullMarked
package dev.agentlens.e2e.rebuild;

import org.jspecify.annotations.NullMarked;
