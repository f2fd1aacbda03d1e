/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

/**
 * A row of a rollup table.
 *
 * @param partition the shard: the log partition whose events moved the counter
 * @param key status, agent name, day, model, event type or hour
 */
public record RollupKey<K extends Comparable<? super K>>(int partition, K key) implements Comparable<RollupKey<K>> {

    @Override
    public int compareTo(RollupKey<K> other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : key.compareTo(other.key);
    }
}
