/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.contract.PublishedSchema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples of both documents are as the schemas beside them say, also those that no test can send. */
class DocumentExamplesTest {

    @Test
    void answersInOpenApiAreAsTheirSchemasSay() {
        OpenApiDocument document = OpenApiDocument.current();
        List<JsonNode> contents = new ArrayList<>();
        document.operations()
                .forEach(operation -> operation
                        .node()
                        .path("responses")
                        .forEach(response ->
                                document.resolved(response).path("content").forEach(contents::add)));
        document.root()
                .at("/components/responses")
                .forEach(response -> response.path("content").forEach(contents::add));

        assertThat(contents)
                .hasSizeGreaterThan(40)
                .allSatisfy(content -> content.path("examples")
                        .forEach(example -> assertThat(
                                        document.schema(content.path("schema")).faults(example.path("value")))
                                .as("%s", example)
                                .isEmpty()));
    }

    @Test
    void valuesThatSchemasInOpenApiShowAreLegal() {
        OpenApiDocument document = OpenApiDocument.current();
        List<JsonNode> schemas = new ArrayList<>();
        collect(document.root().at("/components/schemas"), schemas);

        assertThat(schemas)
                .hasSizeGreaterThan(20)
                .allSatisfy(schema -> schema.path("examples")
                        .forEach(example -> assertThat(document.schema(schema).faults(example))
                                .as("%s", schema)
                                .isEmpty()));
    }

    @Test
    void messagesInAsyncApiAreAsTheirSchemasSay() {
        JsonNode messages = OpenApiDocument.yaml("asyncapi.yaml").at("/components/messages");

        assertThat(messages).hasSize(5).allSatisfy(message -> {
            PublishedSchema headers = schema(message.path("headers"));
            PublishedSchema payload = schema(message.path("payload"));
            assertThat(message.path("examples")).isNotEmpty().allSatisfy(example -> {
                assertThat(headers.faults(example.path("headers")))
                        .as("%s", example)
                        .isEmpty();
                assertThat(payload.faults(example.path("payload")))
                        .as("%s", example)
                        .isEmpty();
            });
        });
    }

    private static void collect(JsonNode node, List<JsonNode> schemas) {
        if (node.path("examples").isArray()) {
            schemas.add(node);
        }
        node.forEach(child -> collect(child, schemas));
    }

    private static PublishedSchema schema(JsonNode schema) {
        String file = schema.path("$ref").asString("");
        return file.isEmpty() ? PublishedSchema.of(schema) : PublishedSchema.ofFile(file.replace("./", ""));
    }
}
