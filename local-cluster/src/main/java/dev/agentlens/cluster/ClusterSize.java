/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

/** How many instances of each role run. */
record ClusterSize(int ingest, int projector, int query) {}
