/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import org.jspecify.annotations.Nullable;

/** An open stream, as the feed knows it. */
final class LiveMember {

    private final LiveFilter filter;
    private final long number;
    private volatile @Nullable LiveEnd end;

    /** @param number counts the streams up by one */
    LiveMember(LiveFilter filter, long number) {
        this.filter = filter;
        this.number = number;
    }

    LiveFilter filter() {
        return filter;
    }

    long number() {
        return number;
    }

    /** Null while it goes on. */
    @Nullable
    LiveEnd end() {
        return end;
    }

    void endBecauseOf(LiveEnd why) {
        end = why;
    }
}
