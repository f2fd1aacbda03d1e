/* SPDX-License-Identifier: Apache-2.0 */
/** Parquet files of flat rows. Pages are encoded by Apache Parquet's library; its file writer would need Hadoop. */
@NullMarked
package dev.agentlens.cli.parquet;

import org.jspecify.annotations.NullMarked;
