/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What others build on: the files of docs/api, as they are in this checkout, and as they were released. */
public final class PublishedDocuments {

    /** Reads whatever AgentLens keeps: rejected events too, which may be nested as deeply as their clients like. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100_000)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PublishedDocuments() {}

    /** Text of a file, {@code agent-event.v1.schema.json} or {@code released/agent-event.v1.schema.json}. */
    public static String text(String name) {
        try {
            return Files.readString(directory().resolve(name), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of JSON. */
    public static JsonNode json(String name) {
        return read(text(name));
    }

    /** JSON as clients and consumers get it. */
    public static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    private static Path directory() {
        // Tests run in the directory of their module.
        return Path.of("").toAbsolutePath().getParent().resolve("docs/api");
    }
}
