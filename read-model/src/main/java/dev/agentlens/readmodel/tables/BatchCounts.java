/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

/**
 * What became of the records of one batch of one partition.
 *
 * @param projected new events
 * @param duplicates events that were there already
 * @param conflicts events whose identity was there already, with other content
 * @param erased records that erase a session, and events of a session that was erased before
 */
public record BatchCounts(
        int partition, long projected, long duplicates, long conflicts, long deadLettered, long erased) {}
