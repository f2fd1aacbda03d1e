/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/configuration.md says what the code says: its tables are made from the metadata of the settings' classes and from
 * the roles' YAML. {@code -Dgolden.update=true} writes them again.
 */
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final String BEGIN = "<!-- Made from the code by ConfigurationDocumentTest: -->\n";
    private static final String END = "<!-- End of what is made from the code. -->\n";

    private static final Map<String, String> CHAPTERS = new LinkedHashMap<>();

    static {
        CHAPTERS.put("dev.agentlens.boot", "All roles");
        CHAPTERS.put("dev.agentlens.edge", "Both HTTP roles: ingest-api and query-api");
        CHAPTERS.put("dev.agentlens.ingest", "ingest-api");
        CHAPTERS.put("dev.agentlens.projector", "projector");
        CHAPTERS.put("dev.agentlens.query", "query-api");
        CHAPTERS.put("dev.agentlens.standalone", "The three roles in one process: ./agentlens up");
    }

    @Test
    void documentIsMadeFromTheCode() throws IOException {
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        assertThat(from).isLessThanOrEqualTo(to);
        String tables = CHAPTERS.keySet().stream().map(this::chapter).collect(Collectors.joining("\n", "\n", "\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, document.substring(0, from) + tables + document.substring(to));
        }

        assertThat(Files.readString(DOCUMENT).substring(from).split(END, 2)[0]).isEqualTo(tables);
    }

    private String chapter(String sourcePackage) {
        List<JsonNode> metadata = metadata().stream()
                .filter(property -> property.path("sourceType").asString("").startsWith(sourcePackage))
                .toList();
        Map<String, String> placeholders = placeholders();
        String rows = metadata.stream()
                .map(property -> {
                    String placeholder = placeholders.get(property.get("name").asString());
                    return placeholder == null ? Setting.of(property) : Setting.of(property, placeholder);
                })
                .map(Setting::row)
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
        return "## " + CHAPTERS.get(sourcePackage) + "\n\n"
                + "| variable | property | default | value | meaning |\n|---|---|---|---|---|\n" + rows + "\n";
    }

    private static List<JsonNode> metadata() {
        List<JsonNode> properties = new ArrayList<>();
        try {
            ClassLoader loader = ConfigurationDocumentTest.class.getClassLoader();
            for (URL each : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
                try (InputStream json = each.openStream()) {
                    JsonMapper.shared().readTree(json).path("properties").forEach(properties::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The properties that a role's YAML takes from a variable of another name. */
    private static Map<String, String> placeholders() {
        Map<String, String> placeholders = new LinkedHashMap<>();
        for (String role : List.of("boot", "edge", "ingest-api", "projector", "query-api")) {
            YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
            yaml.setResources(new ClassPathResource("agentlens-" + role + ".yml"));
            Properties properties = yaml.getObject();
            properties.stringPropertyNames().stream()
                    .filter(name -> properties.getProperty(name).matches("\\$\\{[A-Z_]+:[^}]*}"))
                    .forEach(name -> placeholders.put(name, properties.getProperty(name)));
        }
        return placeholders;
    }
}
