/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.contract.SchemaComparison.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of the topics break nobody who built on the released ones. */
class SchemaCompatibilityTest {

    private static final String EVENT = "agent-event.v1.schema.json";

    /** File by file, whose records they are. */
    private static final Map<String, String> TOPICS = Map.of(
            EVENT,
            "agentlens.events.v1",
            "agent-event-headers.v1.schema.json",
            "agentlens.events.v1",
            "rejected-event.v1.schema.json",
            "agentlens.rejected.v1",
            "dead-letter-headers.v1.schema.json",
            "agentlens.events.v1-dlt",
            "session-state.v1.schema.json",
            "agentlens.sessions.v1");

    @Test
    void nothingThatWasReleasedIsBroken() {
        List<String> sentences = new ArrayList<>();
        TOPICS.keySet()
                .forEach(file -> sentences.addAll(
                        sentences(file, PublishedDocuments.json("released/" + file), PublishedDocuments.json(file))));

        assertThat(sentences)
                .as("Within version 1 only additions are allowed (docs/topic.md, Versions); take the change back, or"
                        + " publish it as version 2 beside version 1")
                .isEmpty();
    }

    /** A place is a JSON pointer, a value JSON with ` for quotes; none takes the place out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/properties/tokens_in            |                     | tokens_in: the field is gone",
                "/properties/tokens_in/type       | `string`            | tokens_in: type was integer and is string",
                "/properties/tokens_in/type       | `number`            | tokens_in: type was integer and is number or integer",
                "/properties/duration_ms/x-unit   | `seconds`           | duration_ms: x-unit was \"milliseconds\" and is \"seconds\"",
                "/properties/model/maxLength      | 256                 | model: maxLength was 128 and is 256",
                "/properties/model/maxLength      | 64                  | model: maxLength was 128 and is 64",
                "/properties/session_id/pattern   | `^[a-z]+$`          | session_id: pattern was",
                "/then/properties/status/enum     | [`completed`,`error`,`timeout`,`lost`] | status: value was completed or error or timeout and is",
                "/then/properties/status/enum     | [`completed`,`error`] | status: value was completed or error or timeout and is",
                "/required                        | [`event_id`,`session_id`,`event_type`] | timestamp: the field was always there",
                "/required                        | [`event_id`,`session_id`,`event_type`,`timestamp`,`model`] | model: the field was optional and is now required"
            })
    void changeThatBreaksAConsumerIsReportedAsASentence(String place, String value, String sentence) {
        JsonNode released = PublishedDocuments.json(EVENT);

        assertThat(sentences(EVENT, released, changed(released, place, value)))
                .isNotEmpty()
                .first()
                .asString()
                .startsWith("Breaks ")
                .contains("agentlens.events.v1")
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/properties/tool_calls_in_all    | {`type`:`integer`}",
                "/properties/tokens_in/description | `Better said`",
                "/properties/tokens_in/examples   | [7]"
            })
    void additionsAndBetterWordsBreakNobody(String place, String value) {
        JsonNode released = PublishedDocuments.json(EVENT);

        assertThat(sentences(EVENT, released, changed(released, place, value))).isEmpty();
    }

    private static List<String> sentences(String file, JsonNode before, JsonNode after) {
        List<String> sentences = new ArrayList<>();
        SchemaComparison.breaks(before, before, after, after, Role.READER)
                .forEach(what -> sentences.add("Breaks consumers of " + TOPICS.get(file) + " that read " + what));
        SchemaComparison.breaks(before, before, after, after, Role.WRITER)
                .forEach(what -> sentences.add("Breaks producers of " + TOPICS.get(file) + " that write " + what));
        return sentences;
    }

    private static JsonNode changed(JsonNode schema, String place, String value) {
        JsonNode copy = schema.deepCopy();
        int last = place.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) copy.at(place.substring(0, last));
        String name = place.substring(last + 1);
        if (value == null) {
            parent.remove(name);
        } else {
            parent.set(name, PublishedDocuments.read(value.replace('`', '"')));
        }
        return copy;
    }
}
