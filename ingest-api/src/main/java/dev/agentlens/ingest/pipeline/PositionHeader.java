/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.pipeline;

import dev.agentlens.common.position.LogPosition;
import dev.agentlens.common.position.PositionToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** {@code AgentLens-Position}: where a request's events are in the log, for reads that must see them. */
public final class PositionHeader {

    /** Gateways reject responses with long headers. Only a batch over hundreds of partitions exceeds this. */
    private static final int MAX_LENGTH = 2_048;

    private PositionHeader() {}

    public static void add(HttpHeaders headers, @Nullable LogPosition position) {
        if (position == null) {
            return;
        }
        String token = PositionToken.of(position).text();
        if (token.length() <= MAX_LENGTH) {
            headers.set("AgentLens-Position", token);
        }
    }
}
