/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.contract.PublishedDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP API breaks no client that was built on the released document. */
class OpenApiCompatibilityTest {

    private static final String RELEASED = "released/openapi.yaml";

    @Test
    void nothingThatWasReleasedIsBroken() {
        assertThat(OpenApiComparison.breaks(OpenApiDocument.ofFile(RELEASED), OpenApiDocument.current()))
                .as("Within version 1 only additions are allowed; take the change back, or add a route beside it")
                .isEmpty();
    }

    @Test
    void topicsThatWereReleasedAreThere() {
        JsonNode released = OpenApiDocument.yaml("released/asyncapi.yaml");
        JsonNode current = OpenApiDocument.yaml("asyncapi.yaml");

        released.path("channels")
                .properties()
                .forEach(channel -> assertThat(
                                current.path("channels").path(channel.getKey()).path("address"))
                        .as("Breaks consumers of %s: the topic is gone, or has another name", channel.getKey())
                        .isEqualTo(channel.getValue().path("address")));
        released.at("/components/messages")
                .properties()
                .forEach(message -> assertThat(current.at("/components/messages")
                                .path(message.getKey())
                                .at("/bindings/kafka/key/pattern"))
                        .as("Breaks consumers of %s that read its key", message.getKey())
                        .isEqualTo(message.getValue().at("/bindings/kafka/key/pattern")));
    }

    /** A place is a JSON pointer, a value JSON with ` for quotes; none takes the place out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/paths/~1analytics | | Breaks clients that call GET /analytics: the route is gone",
                "/paths/~1sessions/get/responses/400 | | Breaks clients that read the answer 400 of GET /sessions: the status is gone",
                "/paths/~1sessions/get/responses/206 | {`description`:`new`} | the status 206 is new",
                "/paths/~1sessions/get/parameters/3 | | Breaks clients that send the query parameter limit to GET /sessions: it is gone",
                "/paths/~1sessions/get/parameters/3/required | true | without the query parameter limit: it is now required",
                "/paths/~1sessions/get/parameters/6/schema/enum | [`active`] | query parameter status to GET /sessions: the value: value was",
                "/paths/~1sessions~1{session_id}~1export/get/responses/200/content/text~1csv;charset=UTF-8 | | text/csv;charset=UTF-8 is gone",
                "/components/headers/X-Request-Id/required | false | the header X-Request-Id was always there and may now be absent",
                "/components/schemas/SessionSummary/properties/agent_name | | Breaks clients that read the answer 200 of GET /sessions: sessions[].agent_name: the field is gone",
                "/components/schemas/SessionSummary/properties/agent_name/type | `integer` | sessions[].agent_name: type was string and is integer",
                "/components/schemas/Health/required | [`status`] | GET /health: timestamp: the field was always there and may now be absent",
                "/components/schemas/SessionStatus/enum | [`active`,`completed`,`error`,`timeout`,`lost`] | sessions[].status: value was active or",
                "/components/schemas/SentEvent/properties/tokens_in/maximum | 7 | Breaks clients that send to POST /events events[].tokens_in: maximum was",
                "/components/schemas/CompareRequest/required | [`session_a`,`session_b`,`mode`] | Breaks clients that send to POST /sessions/compare mode: the field was optional and is now required"
            })
    void changeThatBreaksAClientIsReportedAsASentence(String place, String value, String sentence) {
        assertThat(breaksOf(place, value))
                .anySatisfy(change ->
                        assertThat(change).startsWith("Breaks clients").contains(sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/paths/~1new | {`get`:{`responses`:{}}}",
                "/paths/~1sessions/get/responses/418 | {`description`:`new`}",
                "/components/schemas/SessionSummary/properties/owner | {`type`:`string`}",
                "/components/schemas/SentEvent/properties/owner | {`type`:`string`}",
                "/components/schemas/Error/description | `Better said`"
            })
    void additionsAndBetterWordsBreakNobody(String place, String value) {
        assertThat(breaksOf(place, value)).isEmpty();
    }

    private static Iterable<String> breaksOf(String place, String value) {
        OpenApiDocument released = OpenApiDocument.ofFile(RELEASED);
        return OpenApiComparison.breaks(released, OpenApiDocument.of(changed(released.root(), place, value)));
    }

    private static JsonNode changed(JsonNode document, String place, String value) {
        JsonNode copy = document.deepCopy();
        int last = place.lastIndexOf('/');
        JsonNode parent = copy.at(place.substring(0, last));
        String name = place.substring(last + 1).replace("~1", "/");
        if (parent instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name));
        } else if (value == null) {
            ((ObjectNode) parent).remove(name);
        } else {
            ((ObjectNode) parent).set(name, PublishedDocuments.read(value.replace('`', '"')));
        }
        return copy;
    }
}
