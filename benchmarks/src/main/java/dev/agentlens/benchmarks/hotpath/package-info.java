/* SPDX-License-Identifier: Apache-2.0 */
/** The pure code that every event runs through, without network and disk. */
package dev.agentlens.benchmarks.hotpath;
