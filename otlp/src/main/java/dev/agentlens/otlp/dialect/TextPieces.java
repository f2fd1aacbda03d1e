/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A streamed response whose pieces were recorded as messages of their own, made one message again. */
final class TextPieces {

    private TextPieces() {}

    /** Unchanged unless every message is a role and a text, and all roles are one. */
    static @Nullable RawJson joined(@Nullable RawJson messages) {
        List<RawJson> pieces = messages == null ? List.of() : messages.elements();
        String role = pieces.size() < 2 ? null : member(pieces.get(0), "role");
        if (role == null) {
            return messages;
        }
        StringBuilder text = new StringBuilder();
        for (RawJson piece : pieces) {
            String content = member(piece, "content");
            boolean plain = role.equals(member(piece, "role")) && piece.fields().size() == 2;
            if (content == null || !plain) {
                return messages;
            }
            text.append(content);
        }
        return new JsonText(text.length() + 64)
                .startArray()
                .startObject()
                .field("role", role)
                .field("content", text.toString())
                .endObject()
                .endArray()
                .value();
    }

    private static @Nullable String member(RawJson object, String name) {
        RawJson member = object.field(name);
        return member == null ? null : member.string();
    }
}
