/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.text.MetadataLabel;
import dev.agentlens.common.text.SearchWords;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.messages.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a session, or its metadata, is searched by.
 *
 * @param labels that filters compare
 * @param body in lower case, in which words are looked for
 */
public record SearchText(List<String> labels, String body) {

    private static final SearchText EMPTY = new SearchText(List.of(), "");

    private static final int MAX_LABELS = 50;
    private static final int MAX_METADATA = 4_000;

    /** {@code model:NAME} and {@code tool:NAME}; id, agent, title and error messages. */
    public static SearchText of(SessionState session) {
        SessionOutline story = session.story();
        List<String> labels = Stream.concat(
                        story.models().stream().map(model -> "model:" + model),
                        story.tools().stream().map(tool -> "tool:" + tool))
                .toList();
        Stream<String> texts = Stream.concat(
                Stream.of(session.sessionId(), session.agentName()),
                Stream.concat(Stream.ofNullable(story.title()), story.failures().stream())
                        .map(SessionOutline.Text::text));
        return new SearchText(labels, lowerCase(texts.collect(Collectors.joining("\n"))));
    }

    /** Of what {@link #of(SessionState)} depends on, whether anything differs. */
    public static boolean differs(@Nullable SessionState before, SessionState after) {
        return before == null
                || !before.agentName().equals(after.agentName())
                || !before.story().models().equals(after.story().models())
                || !before.story().tools().equals(after.story().tools())
                || !before.story().failures().equals(after.story().failures())
                || !Objects.equals(before.story().title(), after.story().title());
    }

    /**
     * {@code KEY=VALUE} of each field that has a text, number or truth value; keys and values.
     *
     * @param metadata JSON of any kind
     */
    public static SearchText ofMetadata(String metadata) {
        JsonNode value = metadata.equals("{}") ? null : Json.parse(metadata);
        if (value == null) {
            return EMPTY;
        }
        List<String> labels = value.isObject()
                ? value.propertyStream()
                        .filter(field -> field.getValue().isValueNode()
                                && !field.getValue().isNull())
                        .map(field -> MetadataLabel.of(
                                field.getKey(), field.getValue().asString()))
                        .distinct()
                        .sorted()
                        .limit(MAX_LABELS)
                        .toList()
                : List.of();
        return new SearchText(labels, lowerCase(words(value)));
    }

    private static String words(JsonNode value) {
        StringBuilder words = new StringBuilder();
        addWords(value, words);
        return words.toString();
    }

    private static void addWords(JsonNode value, StringBuilder words) {
        if (words.length() > MAX_METADATA) {
            return;
        }
        if (value.isObject()) {
            value.forEachEntry((name, field) -> {
                words.append(name).append(' ');
                addWords(field, words);
            });
        } else if (value.isArray()) {
            value.forEach(element -> addWords(element, words));
        } else if (!value.isNull()) {
            words.append(ShortText.cut(value.asString(), MAX_METADATA)).append('\n');
        }
    }

    private static String lowerCase(String text) {
        return SearchWords.lowerCase(ShortText.clean(ShortText.cut(text, MAX_METADATA)));
    }
}
