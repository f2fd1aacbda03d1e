/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import dev.agentlens.common.contract.SchemaComparison;
import dev.agentlens.common.contract.SchemaComparison.Role;
import dev.agentlens.contract.openapi.OpenApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which clients a new OpenAPI document would break, each as a sentence. */
final class OpenApiComparison {

    private final OpenApiDocument before;
    private final OpenApiDocument after;
    private final List<String> sentences = new ArrayList<>();

    private OpenApiComparison(OpenApiDocument before, OpenApiDocument after) {
        this.before = before;
        this.after = after;
    }

    /** Empty where a client of the old document gets along with the new one. */
    static List<String> breaks(OpenApiDocument before, OpenApiDocument after) {
        OpenApiComparison comparison = new OpenApiComparison(before, after);
        before.operations().forEach(comparison::compare);
        return comparison.sentences;
    }

    private void compare(Operation operation) {
        Optional<Operation> now = after.operations().stream()
                .filter(other -> other.toString().equals(operation.toString()))
                .findFirst();
        if (now.isEmpty()) {
            sentences.add("Breaks clients that call " + operation + ": the route is gone");
            return;
        }
        compareParameters(operation, now.get());
        compareRequests(operation, now.get());
        compareResponses(operation, now.get());
    }

    private void compareParameters(Operation was, Operation is) {
        for (JsonNode parameter : before.parameters(was)) {
            Optional<JsonNode> same = after.parameters(is).stream()
                    .filter(other -> name(other).equals(name(parameter)))
                    .findFirst();
            if (same.isEmpty()) {
                sentences.add("Breaks clients that send the " + name(parameter) + " to " + was + ": it is gone");
            } else {
                requireOptional(was, parameter.path("required").asBoolean(false), same.get());
                compare(parameter.path("schema"), same.get().path("schema"), Role.WRITER)
                        .forEach(what -> sentences.add(
                                "Breaks clients that send the " + name(parameter) + " to " + was + ": " + what));
            }
        }
        after.parameters(is).stream()
                .filter(parameter -> before.parameters(was).stream()
                        .noneMatch(other -> name(other).equals(name(parameter))))
                .forEach(parameter -> requireOptional(was, false, parameter));
    }

    private void requireOptional(Operation operation, boolean wasRequired, JsonNode parameter) {
        if (!wasRequired && parameter.path("required").asBoolean(false)) {
            sentences.add("Breaks clients that call " + operation + " without the " + name(parameter)
                    + ": it is now required");
        }
    }

    private void compareRequests(Operation was, Operation is) {
        JsonNode old = before.resolved(was.node().path("requestBody")).path("content");
        JsonNode now = after.resolved(is.node().path("requestBody")).path("content");
        compareContents("Breaks clients that send to " + was + " ", old, now, Role.WRITER);
    }

    private void compareResponses(Operation was, Operation is) {
        was.node().path("responses").properties().forEach(response -> {
            JsonNode old = before.resolved(response.getValue());
            JsonNode now = after.resolved(is.node().path("responses").path(response.getKey()));
            String whom = "Breaks clients that read the answer " + response.getKey() + " of " + was + ": ";
            if (now.isMissingNode()) {
                sentences.add(whom + "the status is gone");
                return;
            }
            compareHeaders(whom, old, now);
            compareContents(whom, old.path("content"), now.path("content"), Role.READER);
        });
        is.node().path("responses").propertyNames().stream()
                .filter(status ->
                        status.startsWith("2") && !was.node().path("responses").has(status))
                .forEach(status -> sentences.add("Breaks clients of " + was
                        + " that know all of its successful answers: the status " + status + " is new"));
    }

    private void compareHeaders(String whom, JsonNode old, JsonNode now) {
        old.path("headers").properties().forEach(header -> {
            JsonNode was = before.resolved(header.getValue());
            JsonNode is = after.resolved(now.path("headers").path(header.getKey()));
            if (is.isMissingNode()) {
                sentences.add(whom + "the header " + header.getKey() + " is gone");
                return;
            }
            if (was.path("required").asBoolean(false) && !is.path("required").asBoolean(false)) {
                sentences.add(whom + "the header " + header.getKey() + " was always there and may now be absent");
            }
            compare(was.path("schema"), is.path("schema"), Role.READER)
                    .forEach(what -> sentences.add(whom + "the header " + header.getKey() + ", " + what));
        });
    }

    private void compareContents(String whom, JsonNode old, JsonNode now, Role role) {
        old.properties().forEach(content -> {
            JsonNode same = now.path(content.getKey());
            if (same.isMissingNode()) {
                sentences.add(whom + content.getKey() + " is gone");
                return;
            }
            for (String schema : List.of("schema", "x-line-schema")) {
                compare(content.getValue().path(schema), same.path(schema), role)
                        .forEach(what -> sentences.add(whom + what));
            }
        });
    }

    private List<String> compare(JsonNode old, JsonNode now, Role role) {
        return SchemaComparison.breaks(before.root(), old, after.root(), now, role);
    }

    private static String name(JsonNode parameter) {
        return parameter.path("in").stringValue() + " parameter "
                + parameter.path("name").stringValue();
    }
}
