/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.content;

import dev.agentlens.messages.json.Fields;
import dev.agentlens.messages.message.Draft;
import dev.agentlens.messages.message.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The content of a message: a string, a part, or an array of them. */
public final class Content {

    /** Deeper values are not read; they are shown as JSON. */
    public static final int DEEPEST = 32;

    private static final List<PartShape> SHAPES = List.of(
            new ToolResultPart(),
            new ToolCallPart(),
            new ReasoningPart(),
            new MediaPart(),
            new TextPart(),
            new MarkerPart(),
            new WrappedPart());

    private Content() {}

    /** Adds all of {@code content} to {@code message}; values of unknown shape as JSON. */
    public static void read(JsonNode content, Draft message, int depth) {
        if (content.isNull()) {
            return;
        }
        if (content.isString()) {
            message.text(content.stringValue());
        } else if (content.isArray() && depth < DEEPEST) {
            message.marked();
            content.forEach(part -> read(part, message, depth + 1));
        } else if (!(content instanceof ObjectNode object && part(object, message, depth))) {
            message.unknown(content);
        }
    }

    /** Whether {@code part} has a known shape; only then it is added to {@code message}. */
    public static boolean part(ObjectNode part, Draft message, int depth) {
        if (depth >= DEEPEST) {
            return false;
        }
        Fields fields = new Fields(part);
        for (PartShape shape : SHAPES) {
            if (shape.read(fields, message, depth + 1)) {
                message.other(fields.rest());
                return true;
            }
        }
        return false;
    }

    /** The text of {@code content} alone; all else that it holds goes to {@code message}. */
    static String textOf(JsonNode content, Draft message, int depth) {
        Draft inner = new Draft(Message.TOOL);
        read(content, inner, depth);
        message.takeBesides(inner);
        return inner.said();
    }
}
