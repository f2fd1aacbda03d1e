/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import dev.agentlens.common.contract.PublishedDocuments;
import dev.agentlens.common.contract.PublishedSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI 3.1 document: its operations, and the schemas in it. */
public final class OpenApiDocument {

    private static final OpenApiDocument CURRENT = ofFile("openapi.yaml");
    private static final Pattern TEMPLATE = Pattern.compile("\\{([^}]*)}");

    private final JsonNode root;
    private final Map<JsonNode, PublishedSchema> schemas = new ConcurrentHashMap<>();

    private OpenApiDocument(JsonNode root) {
        this.root = root;
    }

    /** The document of this checkout. */
    public static OpenApiDocument current() {
        return CURRENT;
    }

    /** A YAML file of docs/api. */
    public static OpenApiDocument ofFile(String name) {
        return new OpenApiDocument(yaml(name));
    }

    public static OpenApiDocument of(JsonNode root) {
        return new OpenApiDocument(root);
    }

    /** A YAML file of docs/api as JSON. */
    public static JsonNode yaml(String name) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(500);
        Object document = new Yaml(new SafeConstructor(options)).load(PublishedDocuments.text(name));
        return PublishedDocuments.read(JsonMapper.shared().writeValueAsString(document));
    }

    /**
     * One route.
     *
     * @param path with its variables, {@code /sessions/{session_id}}
     */
    public record Operation(String method, String path, JsonNode node) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public JsonNode root() {
        return root;
    }

    /** In the order of the document. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    /** The operation that a request is for; a path without variables goes before one with them. */
    public Optional<Operation> operation(String method, String requestPath) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation ->
                        pattern(operation.path()).matcher(requestPath).matches())
                .min(Comparator.comparing(operation -> operation.path().contains("{")));
    }

    /** Whether any method is described for the path. */
    public boolean hasPath(String requestPath) {
        return root.path("paths").propertyNames().stream()
                .anyMatch(path -> pattern(path).matcher(requestPath).matches());
    }

    /** The node itself, or what it refers to. */
    public JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
    }

    /** The parameters of an operation, resolved. */
    public List<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.node().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        return parameters;
    }

    /** A schema that is in the document; its references lead into the document's components. */
    public PublishedSchema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema, node -> {
            ObjectNode complete = (ObjectNode) node.deepCopy();
            ObjectNode components = complete.putObject("components");
            components.set("schemas", root.path("components").path("schemas"));
            return PublishedSchema.of(complete);
        });
    }

    /** A path with variables as a pattern for the paths of requests. */
    private static Pattern pattern(String path) {
        StringBuilder pattern = new StringBuilder();
        Matcher variables = TEMPLATE.matcher(path);
        int end = 0;
        while (variables.find()) {
            pattern.append(Pattern.quote(path.substring(end, variables.start())))
                    .append("[^/]+");
            end = variables.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(path.substring(end))).toString());
    }
}
