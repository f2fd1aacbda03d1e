/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.contract.PublishedDocuments;
import dev.agentlens.contract.openapi.OpenApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds a request that was taken against the description of its operation. */
final class RequestCheck {

    /** HTTP's own, the key, and what proxies add. */
    private static final Set<String> OF_HTTP =
            Set.of("accept", "content-type", "origin", "user-agent", "x-api-key", "x-forwarded-for");

    /** Types whose values are written in a query as in JSON. */
    private static final Set<String> OF_JSON = Set.of("integer", "number", "boolean");

    private final OpenApiDocument document;
    private final Operation operation;
    private final Exchange exchange;
    private final List<String> faults = new ArrayList<>();

    RequestCheck(OpenApiDocument document, Operation operation, Exchange exchange) {
        this.document = document;
        this.operation = operation;
        this.exchange = exchange;
    }

    List<String> faults() {
        exchange.query().forEach((name, value) -> checkParameter("query", name, value));
        exchange.requestHeaders().forEach((name, values) -> {
            if (!OF_HTTP.contains(name)) {
                checkParameter("header", name, values.get(0));
            }
        });
        checkBody();
        return faults;
    }

    private void checkParameter(String in, String name, String value) {
        Optional<JsonNode> parameter = document.parameters(operation).stream()
                .filter(one -> one.path("in").stringValue().equals(in))
                .filter(one -> one.path("name").stringValue().equalsIgnoreCase(name))
                .findFirst();
        if (parameter.isEmpty()) {
            faults.add(in + " parameter " + name + " is not described");
        } else if (!isTakenAnyhow(parameter.get(), value)) {
            document.schema(parameter.get().path("schema"))
                    .faults(typed(parameter.get(), value))
                    .forEach(fault -> faults.add(in + " parameter " + name + " " + fault));
        }
    }

    /** For some parameters the document says that an unreadable value means the default. */
    private static boolean isTakenAnyhow(JsonNode parameter, String value) {
        return parameter.path("x-lenient").asBoolean(false)
                || (value.isEmpty() && parameter.path("allowEmptyValue").asBoolean(false));
    }

    private static JsonNode typed(JsonNode parameter, String value) {
        return OF_JSON.contains(parameter.path("schema").path("type").asString(""))
                ? PublishedDocuments.read(value)
                : JsonNodeFactory.instance.stringNode(value);
    }

    /** What is fixed or refused in part is said in the response, and is not as the document asks. */
    private void checkBody() {
        JsonNode schema = document.resolved(operation.node().path("requestBody"))
                .path("content")
                .path("application/json")
                .path("schema");
        if (schema.isMissingNode()
                || !isPlain()
                || exchange.status() != 200
                || exchange.body().contains("\"warnings\":")) {
            return;
        }
        try {
            JsonNode body = PublishedDocuments.read(new String(exchange.requestBody(), UTF_8));
            document.schema(schema).faults(body).forEach(fault -> faults.add("body of the request " + fault));
        } catch (JacksonException e) {
            faults.add("the body of the request is not JSON: " + e.getOriginalMessage());
        }
    }

    private boolean isPlain() {
        return Set.of("", "identity").contains(exchange.requestHeader("content-encoding"));
    }
}
