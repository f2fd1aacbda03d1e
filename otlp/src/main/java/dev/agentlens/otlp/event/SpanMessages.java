/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.json.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that log records of one span hold: a list of those sent to the model, and one of its choices. */
final class SpanMessages {

    private final List<Part> parts = new ArrayList<>();

    void add(LogEvent event, @Nullable RawJson in, @Nullable RawJson out) {
        parts.add(new Part(event, in, out));
    }

    RawJson json(Map<String, Integer> seen) {
        // By time; those of one time as they were sent, which is the order of the conversation.
        parts.sort(Comparator.comparing(part -> part.event.nanos(), Long::compareUnsigned));
        LogEvent first = parts.get(0).event;
        String content = parts.stream()
                .map(part -> part.event.content())
                .sorted()
                .reduce("", (one, other) -> one + other + '\n');
        JsonText json = first.open(LogEvent.id(content, seen), "messages");
        append(json, "input_data", "messages", parts.stream().map(Part::in).toList());
        append(json, "output_data", "choices", parts.stream().map(Part::out).toList());
        return first.close(json);
    }

    private static void append(JsonText json, String field, String member, List<@Nullable RawJson> messages) {
        if (messages.stream().allMatch(message -> message == null)) {
            return;
        }
        json.name(field).startObject().name(member).startArray();
        for (RawJson message : messages) {
            if (message != null) {
                json.value(message);
            }
        }
        json.endArray().endObject();
    }

    private record Part(
            LogEvent event, @Nullable RawJson in, @Nullable RawJson out) {}
}
