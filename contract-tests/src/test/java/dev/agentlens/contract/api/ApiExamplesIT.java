/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.contract.PublishedDocuments;
import dev.agentlens.contract.api.Api.Answer;
import dev.agentlens.contract.openapi.OpenApiDocument;
import dev.agentlens.contract.openapi.OpenApiExample;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.standalone.StandaloneRoles;
import dev.agentlens.standalone.start.StandaloneProcess;
import dev.agentlens.testsupport.TestServices;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * docs/api/openapi.yaml: sent to a new system in the order of the document, each example gets the documented response.
 */
class ApiExamplesIT {

    /** Of these an example can only show the form. */
    private static final Set<String> TIMES_OF_THE_ANSWER = Set.of("exported_at", "compared_at");

    @TempDir
    private Path log;

    @Test
    void everyExampleIsAnsweredAsItSays() {
        List<OpenApiExample> examples = OpenApiExample.allOf(OpenApiDocument.current());
        assertThat(examples).hasSizeGreaterThan(20);

        // The log of the other tests has sessions that no example knows.
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafka.Settings(log, 0, false));
                ConfigurableApplicationContext roles = start(kafka)) {
            Api api = new Api(roles.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            for (OpenApiExample example : examples) {
                Answer answer = send(api, example);

                assertThat(answer.status())
                        .as("status of %s: %s", example, answer.body())
                        .isEqualTo(example.status());
                assertThat(withoutTimes(example, answer.body()))
                        .as("answer to %s", example)
                        .isEqualTo(withoutTimes(example, example.answer()));
            }
        }
    }

    /** As {@code ./agentlens up} does, with its limits: they serve once the topics and the tables are there. */
    private static ConfigurableApplicationContext start(EmbeddedKafka kafka) {
        TestServices.Database database = TestServices.newDatabase();
        return new SpringApplicationBuilder(StandaloneRoles.class)
                .properties("spring.config.name=agentlens-standalone")
                .initializers(context -> context.getBeanFactory().registerSingleton("embeddedKafka", kafka))
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--" + StandaloneProcess.EMBEDDED_DATABASE + "=true",
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password());
    }

    private static Answer send(Api api, OpenApiExample example) {
        return example.method().equals("GET")
                ? api.get(example.path())
                : api.send(
                        example.method(),
                        example.path(),
                        example.body().getBytes(UTF_8),
                        "Content-Type",
                        "application/json");
    }

    private static Object withoutTimes(OpenApiExample example, String body) {
        if (!body.startsWith("{") || body.contains("}\n{")) {
            return body;
        }
        JsonNode json = PublishedDocuments.read(body);
        ObjectNode object = (ObjectNode) json;
        object.remove(TIMES_OF_THE_ANSWER);
        if (example.path().equals("/health")) {
            object.remove("timestamp");
        }
        return object.toString();
    }
}
