/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import dev.agentlens.contract.openapi.OpenApiDocument.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An exchange that a document shows: the examples of one name among the parameters, the bodies and the responses of an
 * operation belong together. Where a request needs a value and has no example of that name, it takes the first.
 *
 * @param path with its query
 * @param body of the request; empty where there is none
 * @param answer JSON or text
 */
public record OpenApiExample(String name, String method, String path, String body, int status, String answer) {

    /**
     * Those that can be sent, in the order of the document. The responses that no request of the document leads to, such as
     * that to a wrong key, are not among them.
     */
    public static List<OpenApiExample> allOf(OpenApiDocument document) {
        List<OpenApiExample> examples = new ArrayList<>();
        for (Operation operation : document.operations()) {
            Reader reader = new Reader(document, operation);
            operation
                    .node()
                    .path("responses")
                    .properties()
                    .forEach(response -> document.resolved(response.getValue())
                            .path("content")
                            .forEach(content -> content.path("examples").properties().stream()
                                    .filter(example ->
                                            response.getKey().startsWith("2") || reader.names(example.getKey()))
                                    .forEach(example -> examples.add(reader.read(
                                            example.getKey(),
                                            Integer.parseInt(response.getKey()),
                                            text(example.getValue().path("value")))))));
        }
        return examples;
    }

    @Override
    public String toString() {
        return method + " " + path + " (" + name + ")";
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.isMissingNode() ? "" : value.toString();
    }

    private record Reader(OpenApiDocument document, Operation operation) {

        /** Whether the request has an example of this name. */
        boolean names(String name) {
            return bodies().has(name)
                    || document.parameters(operation).stream()
                            .anyMatch(parameter -> parameter.path("examples").has(name));
        }

        OpenApiExample read(String name, int status, String answer) {
            String path = operation.path();
            Map<String, String> query = new LinkedHashMap<>();
            for (JsonNode parameter : document.parameters(operation)) {
                String parameterName = parameter.path("name").stringValue();
                JsonNode examples = parameter.path("examples");
                if (parameter.path("in").stringValue().equals("path")) {
                    path = path.replace("{" + parameterName + "}", encoded(examples, name));
                } else if (examples.has(name)) {
                    query.put(parameterName, encoded(examples, name));
                }
            }
            StringBuilder pathAndQuery = new StringBuilder(path);
            query.forEach((key, value) -> pathAndQuery
                    .append(pathAndQuery.indexOf("?") < 0 ? '?' : '&')
                    .append(key)
                    .append('=')
                    .append(value));
            String body = bodies().isMissingNode() ? "" : text(named(bodies(), name));
            return new OpenApiExample(name, operation.method(), pathAndQuery.toString(), body, status, answer);
        }

        private JsonNode bodies() {
            return operation.node().at("/requestBody/content/application~1json/examples");
        }

        private static String encoded(JsonNode examples, String name) {
            return URLEncoder.encode(text(named(examples, name)), StandardCharsets.UTF_8)
                    .replace("+", "%20");
        }

        private static JsonNode named(JsonNode examples, String name) {
            return (examples.has(name)
                            ? examples.path(name)
                            : examples.iterator().next())
                    .path("value");
        }
    }
}
