/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema that others rely on, as tests use it. Readers ignore what a schema does not name, so published schemas do
 * not forbid it; here it is a fault, because whoever adds a field has to describe it.
 */
public final class PublishedSchema {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final Schema schema;

    private PublishedSchema(Schema schema) {
        this.schema = schema;
    }

    /** A file of docs/api. */
    public static PublishedSchema ofFile(String name) {
        return of(PublishedDocuments.json(name));
    }

    /** @param schema its references lead to places in itself */
    public static PublishedSchema of(JsonNode schema) {
        return new PublishedSchema(REGISTRY.getSchema(closed(schema)));
    }

    /** What is wrong with the value, each with the place in it; empty where it is as the schema says. */
    public List<String> faults(JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** Objects with fields that are named take no others, unless the schema says that they do. */
    private static JsonNode closed(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        node.forEach(PublishedSchema::close);
        if (node instanceof ObjectNode object && isObjectSchema(object) && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    private static boolean isObjectSchema(ObjectNode node) {
        return node.path("type").asString("").equals("object")
                && node.path("properties").isObject();
    }
}
