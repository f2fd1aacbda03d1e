/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import dev.agentlens.common.json.RawJson;

/**
 * One span or log record of a request, in the order sent.
 *
 * @param <T> the protobuf class of the item
 */
public sealed interface DecodedItem<T> {

    /** @param origin who sent it; shared by the items of one scope */
    record Readable<T>(Origin origin, T item) implements DecodedItem<T> {}

    /**
     * An item that is damaged on its own; its neighbours are readable.
     *
     * @param reason what is wrong, and where
     * @param content the item as it was sent: its JSON, or its protobuf bytes as {@code {"protobuf": BASE64}}
     */
    record Unreadable<T>(String reason, RawJson content) implements DecodedItem<T> {}
}
