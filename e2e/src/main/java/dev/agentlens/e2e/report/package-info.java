/* SPDX-License-Identifier: Apache-2.0 */
/** What a campaign found. */
@NullMarked
package dev.agentlens.e2e.report;

import org.jspecify.annotations.NullMarked;
