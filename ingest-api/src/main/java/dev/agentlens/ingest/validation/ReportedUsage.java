/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token counts that a provider's response reports: {@code usage}, {@code usageMetadata}, {@code token_usage} and
 * the like, and those that Ollama has beside its message.
 */
final class ReportedUsage {

    /** How providers and frameworks call the two counts. */
    private static final List<Names> NAMES = List.of(
            new Names("prompt_tokens", "completion_tokens"),
            new Names("input_tokens", "output_tokens"),
            new Names("promptTokenCount", "candidatesTokenCount"),
            new Names("prompt_token_count", "candidates_token_count"),
            new Names("inputTokens", "outputTokens"),
            new Names("promptTokens", "completionTokens"),
            new Names("inputTokenCount", "outputTokenCount"),
            new Names("prompt_eval_count", "eval_count"));

    private static final Names OLLAMA = NAMES.get(NAMES.size() - 1);

    private static final int MAX_DEPTH = 5;
    private static final int MAX_OBJECTS = 200;
    private static final int MAX_PATH_LENGTH = 100;

    private record Names(String in, String out) {}

    private record Place(String path, String name, RawJson value, int depth) {}

    private ReportedUsage() {}

    /** The reported counts, as the beginning of a sentence; null if no known ones are there. */
    static @Nullable String in(String field, RawJson response) {
        if (response.kind() == JsonKind.STRING || !mentionsTokens(response)) {
            return null;
        }
        Deque<Place> places = new ArrayDeque<>(List.of(new Place(field, field, response, 0)));
        for (int seen = 0; !places.isEmpty() && seen < MAX_OBJECTS; seen++) {
            Place place = places.remove();
            String found = at(place);
            if (found != null) {
                return found;
            }
            addParts(place, places);
        }
        return null;
    }

    /** Most responses do not mention tokens; this check is much faster than parsing. */
    private static boolean mentionsTokens(RawJson response) {
        return response.mentions("oken") || response.mentions(OLLAMA.out);
    }

    private static @Nullable String at(Place place) {
        Map<String, RawJson> fields = place.value().fields();
        for (Names names : NAMES) {
            if ((isUsage(place.name()) || names.equals(OLLAMA))
                    && (isCount(fields.get(names.in)) || isCount(fields.get(names.out)))) {
                return shown(place.path()) + " has " + described(fields, names);
            }
        }
        return null;
    }

    private static String shown(String path) {
        return ShortText.cut(ShortText.clean(path).replace('\n', ' '), MAX_PATH_LENGTH);
    }

    private static boolean isUsage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("usage") || lower.contains("tokens") || lower.equals("billed_units");
    }

    private static boolean isCount(@Nullable RawJson value) {
        return value != null && value.kind() == JsonKind.NUMBER && Double.parseDouble(value.text()) > 0;
    }

    private static String described(Map<String, RawJson> fields, Names names) {
        RawJson in = fields.get(names.in);
        RawJson out = fields.get(names.out);
        if (!isCount(in) || !isCount(out)) {
            return isCount(in) ? count(names.in, in) : count(names.out, out);
        }
        return count(names.in, in) + " and " + count(names.out, out);
    }

    private static String count(String name, @Nullable RawJson count) {
        return name + " " + (count == null ? 0 : ValueExcerpt.of(count));
    }

    private static void addParts(Place place, Deque<Place> places) {
        if (place.depth() == MAX_DEPTH) {
            return;
        }
        place.value().fields().forEach((name, value) -> add(place.path() + "." + name, name, value, place, places));
        for (RawJson element : place.value().elements()) {
            add(place.path() + "[]", place.name(), element, place, places);
        }
    }

    private static void add(String path, String name, RawJson value, Place parent, Deque<Place> places) {
        boolean holdsMore = value.kind() == JsonKind.OBJECT || value.kind() == JsonKind.ARRAY;
        if (holdsMore && places.size() < MAX_OBJECTS && mentionsTokens(value)) {
            places.add(new Place(path, name, value, parent.depth() + 1));
        }
    }
}
