/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

/** What events look like. */
public enum Profile {
    /** Sizes, lengths of sessions and repetitions as in the runs of a coding agent; 1.6 KB on average, some of 25 KB. */
    AGENT("agent"),

    /** Every event has 1,024 bytes. */
    ONE_KB("1kb");

    private final String optionValue;

    Profile(String optionValue) {
        this.optionValue = optionValue;
    }

    /** As options name it. */
    @Override
    public String toString() {
        return optionValue;
    }
}
