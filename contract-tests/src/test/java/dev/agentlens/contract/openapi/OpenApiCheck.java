/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.contract.openapi.OpenApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Holds exchanges against docs/api/openapi.yaml, both ways: a status, header or field that is not described there is a
 * fault, and so is a request that was taken although the document does not allow it.
 */
public final class OpenApiCheck {

    private static final OpenApiDocument DOCUMENT = OpenApiDocument.current();

    private OpenApiCheck() {}

    /** Fails, saying what the document does not say of this exchange. */
    public static void check(Exchange exchange) {
        assertThat(faults(DOCUMENT, exchange))
                .as(
                        "%s %s was answered with %s, and docs/api/openapi.yaml does not say so; describe it there, or do"
                                + " not do it. The answer: %s",
                        exchange.method(), exchange.path(), exchange.status(), abbreviated(exchange.body()))
                .isEmpty();
    }

    static List<String> faults(OpenApiDocument document, Exchange exchange) {
        List<String> faults = new ArrayList<>();
        Optional<Operation> operation = document.operation(exchange.method(), exchange.pathOnly());
        Optional<JsonNode> response = operation.isPresent()
                ? response(document, operation.get(), exchange)
                : responseWithoutOperation(document, exchange);
        if (response.isEmpty()) {
            faults.add("status " + exchange.status() + " is not described");
        } else {
            faults.addAll(new ResponseCheck(document, document.resolved(response.get()), exchange).faults());
        }
        if (operation.isPresent() && exchange.succeeded()) {
            faults.addAll(new RequestCheck(document, operation.get(), exchange).faults());
        }
        return faults;
    }

    private static Optional<JsonNode> response(OpenApiDocument document, Operation operation, Exchange exchange) {
        return operation.node().path("responses").optional(Integer.toString(exchange.status()));
    }

    /** What the document says of every path, in words and among its components. */
    private static Optional<JsonNode> responseWithoutOperation(OpenApiDocument document, Exchange exchange) {
        String name = switch (exchange.status()) {
            case 401 -> "Unauthorized";
            case 404 -> document.hasPath(exchange.pathOnly()) ? "" : "NoSuchRoute";
            case 405 -> "MethodNotAllowed";
            case 429 -> "TooManyRequests";
            default -> "";
        };
        return document.root().path("components").path("responses").optional(name);
    }

    private static String abbreviated(String body) {
        return body.length() <= 1_000 ? body : body.substring(0, 1_000) + "…";
    }
}
