/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import dev.agentlens.common.position.DamagedPositionException;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.common.position.PositionToken;
import dev.agentlens.edge.error.ApiException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The position that a request requires: the read tables must contain everything before each of its positions. */
final class RequiredPosition {

    static final String HEADER = "AgentLens-After-Position";

    private final List<PositionToken> tokens;

    /** The tokens read for the logs that the tables were last made from, by topic id. */
    private Map<String, LogPosition> read = Map.of();

    private Set<String> readFor = Set.of();

    private RequiredPosition(List<PositionToken> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param values of the header; each may be a list
     * @throws ApiException 400 if one is damaged
     */
    static RequiredPosition of(List<String> values) {
        List<String> texts = values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        if (texts.isEmpty()) {
            throw damaged();
        }
        try {
            return new RequiredPosition(texts.stream().map(PositionToken::new).toList());
        } catch (DamagedPositionException e) {
            throw damaged();
        }
    }

    /** @param records that the tables do not contain yet, at most; 0 if the log is unknown */
    record Missing(boolean logUnknown, long records) {

        boolean isEmpty() {
            return !logUnknown && records == 0;
        }
    }

    /**
     * @param tables next offsets by topic id and partition
     * @throws ApiException 400 if a position is of another log than the tables
     */
    Missing missingIn(Map<String, Map<Integer, Long>> tables) {
        if (tables.isEmpty()) {
            return new Missing(true, 0);
        }
        if (!tables.keySet().equals(readFor)) {
            read = read(tables.keySet());
            readFor = tables.keySet();
        }
        long records = 0;
        for (LogPosition position : read.values()) {
            Map<Integer, Long> projected = tables.getOrDefault(position.topicId(), Map.of());
            for (Map.Entry<Integer, Long> wanted : position.nextOffsets().entrySet()) {
                records += Math.max(0, wanted.getValue() - projected.getOrDefault(wanted.getKey(), 0L));
            }
        }
        return new Missing(false, records);
    }

    private Map<String, LogPosition> read(Set<String> topicIds) {
        Map<String, LogPosition> positions = new HashMap<>();
        for (PositionToken token : tokens) {
            String topicId =
                    topicIds.stream().filter(token::isOf).findFirst().orElseThrow(RequiredPosition::ofAnotherLog);
            try {
                positions.merge(topicId, token.in(topicId), LogPosition::and);
            } catch (DamagedPositionException e) {
                throw damaged();
            }
        }
        return positions;
    }

    private static ApiException damaged() {
        return ApiException.badRequest("The position in " + HEADER + " is damaged; send it exactly as POST"
                + " /events gave it in AgentLens-Position");
    }

    private static ApiException ofAnotherLog() {
        return ApiException.badRequest("The position in " + HEADER + " is of another log than the one read here: of"
                + " another system, or of a topic that was replaced; read without it");
    }
}
