/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import dev.agentlens.messages.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tool call in a message. Its result may become known later than the message. */
final class ConversationCall {

    private final @Nullable String id;
    private final @Nullable String name;
    private final @Nullable JsonNode arguments;
    private @Nullable JsonNode result;
    private @Nullable String error;
    private long fingerprint;
    private int length;

    ConversationCall(@Nullable String id, @Nullable String name, @Nullable JsonNode arguments) {
        this.id = id;
        this.name = name;
        this.arguments = arguments;
    }

    void returned(@Nullable JsonNode value, @Nullable String failure) {
        result = value;
        error = failure;
        if (!isOpen()) {
            String text = textOfResult();
            fingerprint = Fingerprint.ofResult(text);
            length = text.length();
        }
    }

    /** Whether the result is not known yet. */
    boolean isOpen() {
        return result == null && error == null;
    }

    boolean isCallOf(@Nullable String tool, @Nullable JsonNode input) {
        return tool != null && tool.equals(name) && (input == null || arguments == null || input.equals(arguments));
    }

    @Nullable
    String id() {
        return id;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    JsonNode arguments() {
        return arguments;
    }

    @Nullable
    JsonNode result() {
        return result;
    }

    @Nullable
    String error() {
        return error;
    }

    /** Fingerprint of its result; 0 while it is open. */
    long fingerprint() {
        return fingerprint;
    }

    int length() {
        return length;
    }

    private String textOfResult() {
        if (result == null) {
            return String.valueOf(error);
        }
        return result.isString() ? result.stringValue() : Json.compact(result);
    }
}
