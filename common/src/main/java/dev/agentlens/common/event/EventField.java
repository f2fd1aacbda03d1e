/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of an event that have a type, in the order of the wire form: API reference, "Event fields". This is the only
 * declaration of their names, types and limits; ingest normalises by it, the codec reads and writes by it. What has a
 * column in the read tables is decided there.
 *
 * <p>In an event of a kind that does not carry it, a field is normalised likewise and kept among the others.
 */
public enum EventField {
    AGENT_NAME("agent_name", Type.TEXT, 256, EnumSet.allOf(EventKind.class)),
    /** Groups sessions, each of which is one trace. */
    CONVERSATION_ID("conversation_id", Type.TEXT, 256, EnumSet.allOf(EventKind.class)),
    MODEL("model", Type.TEXT, 128, EnumSet.of(EventKind.STEP)),
    /** Cached input is part of it. */
    TOKENS_IN("tokens_in", Type.COUNT, EnumSet.of(EventKind.STEP)),
    /** Reasoning is part of it. */
    TOKENS_OUT("tokens_out", Type.COUNT, EnumSet.of(EventKind.STEP)),
    CACHE_READ_TOKENS("cache_read_tokens", Type.COUNT, EnumSet.of(EventKind.STEP)),
    CACHE_WRITE_TOKENS("cache_write_tokens", Type.COUNT, EnumSet.of(EventKind.STEP)),
    REASONING_TOKENS("reasoning_tokens", Type.COUNT, EnumSet.of(EventKind.STEP)),
    DURATION_MS("duration_ms", Type.MILLISECONDS, EnumSet.of(EventKind.STEP)),
    /** Declared: what readers see in place of the sum, if it is above 0. */
    TOTAL_TOKENS_IN("total_tokens_in", Type.COUNT, EnumSet.of(EventKind.END)),
    TOTAL_TOKENS_OUT("total_tokens_out", Type.COUNT, EnumSet.of(EventKind.END));

    /** What values a field has. */
    public enum Type {
        /** A string of a limited length; null where absent. */
        TEXT,
        /** A whole number from 0 to 2^53; 0 where absent. */
        COUNT,
        /** A number from 0 to 2^53, with its fraction; null where absent. */
        MILLISECONDS
    }

    private static final Map<EventKind, List<EventField>> OF_KIND = new EnumMap<>(EventKind.class);

    static {
        for (EventKind kind : EventKind.values()) {
            OF_KIND.put(
                    kind,
                    Arrays.stream(values())
                            .filter(field -> field.carriers.contains(kind))
                            .toList());
        }
    }

    private final String wireName;
    private final Type type;
    private final int maxLength;
    private final Set<EventKind> carriers;

    EventField(String wireName, Type type, Set<EventKind> carriers) {
        this(wireName, type, 0, carriers);
    }

    EventField(String wireName, Type type, int maxLength, Set<EventKind> carriers) {
        this.wireName = wireName;
        this.type = type;
        this.maxLength = maxLength;
        this.carriers = carriers;
    }

    /** The fields that events of this kind carry. */
    public static List<EventField> of(EventKind kind) {
        return OF_KIND.getOrDefault(kind, List.of());
    }

    /** In JSON. */
    public String wireName() {
        return wireName;
    }

    public Type type() {
        return type;
    }

    /** Of a text, in code points. */
    public int maxLength() {
        return maxLength;
    }
}
