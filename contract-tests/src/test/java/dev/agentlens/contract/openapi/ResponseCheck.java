/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import dev.agentlens.common.contract.PublishedDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds a response against the description of its status. */
final class ResponseCheck {

    /** On every response, as the document says in words. */
    private static final List<String> EVERYWHERE =
            List.of("cache-control", "x-content-type-options", "x-frame-options", "referrer-policy");

    /** HTTP's own. */
    private static final Set<String> OF_HTTP =
            Set.of("content-type", "content-length", "transfer-encoding", "connection", "date", "vary");

    private final OpenApiDocument document;
    private final JsonNode response;
    private final Exchange exchange;
    private final List<String> faults = new ArrayList<>();

    ResponseCheck(OpenApiDocument document, JsonNode response, Exchange exchange) {
        this.document = document;
        this.response = response;
        this.exchange = exchange;
    }

    List<String> faults() {
        checkHeaders();
        checkBody();
        return faults;
    }

    private void checkHeaders() {
        Map<String, JsonNode> described = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.path("headers")
                .properties()
                .forEach(header -> described.put(header.getKey(), document.resolved(header.getValue())));
        exchange.headers().map().forEach((name, values) -> {
            if (described.containsKey(name)) {
                checkHeader(name, described.get(name).path("schema"), values.get(0));
            } else if (!EVERYWHERE.contains(name) && !OF_HTTP.contains(name)) {
                faults.add("header " + name + " is not described");
            }
        });
        described.forEach((name, header) -> {
            if (header.path("required").asBoolean(false)) {
                requireHeader(name);
            }
        });
        EVERYWHERE.forEach(this::requireHeader);
    }

    private void checkHeader(String name, JsonNode schema, String value) {
        JsonNode typed = schema.path("type").asString("").equals("integer")
                ? PublishedDocuments.read(value)
                : JsonNodeFactory.instance.stringNode(value);
        document.schema(schema).faults(typed).forEach(fault -> faults.add("header " + name + " " + fault));
    }

    private void requireHeader(String name) {
        if (exchange.headers().firstValue(name).isEmpty()) {
            faults.add("header " + name + " is missing");
        }
    }

    private void checkBody() {
        String type = exchange.headers().firstValue("Content-Type").orElse("");
        Optional<JsonNode> content = response.path("content").optional(type);
        if (content.isEmpty()) {
            faults.add("content type '" + type + "' is not described");
            return;
        }
        try {
            faults.addAll(document.schema(content.get().path("schema")).faults(body(type)));
            JsonNode line = content.get().path("x-line-schema");
            if (line.isObject()) {
                exchange.body()
                        .lines()
                        .forEach(text -> faults.addAll(document.schema(line).faults(PublishedDocuments.read(text))));
            }
        } catch (JacksonException e) {
            faults.add("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonNode body(String type) {
        return type.endsWith("json") && !type.contains("ndjson")
                ? PublishedDocuments.read(exchange.body())
                : JsonNodeFactory.instance.stringNode(exchange.body());
    }
}
