/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.contract.PublishedDocuments;
import dev.agentlens.contract.openapi.Exchange;
import dev.agentlens.contract.openapi.OpenApiCheck;
import dev.agentlens.contract.openapi.OpenApiDocument;
import dev.agentlens.contract.openapi.OpenApiExample;
import dev.agentlens.embedded.FreePort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * docs/api/openapi.yaml: sent to a new system in the order of the document, each example gets the documented response.
 */
class ApiExamplesIT {

    /** Of these an example can only show the form. */
    private static final Set<String> TIMES_OF_THE_ANSWER = Set.of("exported_at", "compared_at");

    @TempDir
    Path data;

    @Test
    void everyExampleIsAnsweredAsItSays() throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<OpenApiExample> examples = OpenApiExample.allOf(OpenApiDocument.current());
        assertThat(examples).hasSizeGreaterThan(20);

        try (RunningAgentLens running = RunningAgentLens.up(new Launcher(), FreePort.preferring(0), data)) {
            for (OpenApiExample example : examples) {
                HttpResponse<String> answer = send(running, example);

                assertThat(answer.statusCode())
                        .as("status of %s: %s", example, answer.body())
                        .isEqualTo(example.status());
                assertThat(withoutTimes(example, answer.body()))
                        .as("answer to %s", example)
                        .isEqualTo(withoutTimes(example, example.answer()));
            }
        }
    }

    private static HttpResponse<String> send(RunningAgentLens running, OpenApiExample example) {
        HttpResponse<String> answer = example.method().equals("GET")
                ? running.get(example.path())
                : running.post(example.path(), example.body());
        OpenApiCheck.check(Exchange.of(
                example.method(),
                example.path(),
                new String[0],
                example.body().getBytes(StandardCharsets.UTF_8),
                answer.statusCode(),
                answer.headers(),
                answer.body()));
        return answer;
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
