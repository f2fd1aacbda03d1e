/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document: written in YAML for people, served as the JSON that every tool reads. */
@Component
class OpenApiJson {

    /** Shared parts of responses are YAML aliases; the default allows only 50. */
    private static final int MENTIONS = 500;

    private final JsonMapper json;
    private volatile byte @Nullable [] bytes;

    OpenApiJson(JsonMapper json) {
        this.json = json;
    }

    /** Created on the first request: few processes get one. */
    byte[] bytes() {
        byte[] made = bytes;
        if (made == null) {
            made = json.writeValueAsBytes(document());
            bytes = made;
        }
        return made;
    }

    private static Object document() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MENTIONS);
        try (InputStream yaml = new ClassPathResource("agentlens/api/openapi.yaml").getInputStream()) {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
