/* SPDX-License-Identifier: Apache-2.0 */
/** What was measured, as a table, as JSON and in the documents. */
@NullMarked
package dev.agentlens.benchmarks.report;

import org.jspecify.annotations.NullMarked;
