/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents are served as they are in docs/api, to everyone, and their page loads nothing from elsewhere. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.api-key=key",
            "agentlens.trust-proxy=1",
            "management.server.port=0"
        })
class DocumentsHttpTest {

    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @LocalServerPort
    private int port;

    private Client client;

    @BeforeEach
    void newClient() {
        client = new Client(port);
    }

    @Test
    void openApiDocumentIsServedAsJson() {
        TestResponse answer = document("/openapi.json", "application/json");

        JsonNode document = JsonMapper.shared().readTree(answer.body());
        assertThat(document.path("openapi").stringValue()).isEqualTo("3.1.0");
        assertThat(document.at("/paths/~1events/post/responses/200/headers/X-Request-Id/$ref")
                        .stringValue())
                .isEqualTo("#/components/headers/X-Request-Id");
        assertThat(document.at("/components/schemas/Time/examples/0").stringValue())
                .as("a time is no date of YAML's")
                .isEqualTo("2026-02-14T10:30:01.250Z");
    }

    @Test
    void asyncApiDocumentIsServedAsItStands() throws IOException {
        assertThat(document("/asyncapi.yaml", "application/yaml").body()).isEqualTo(file("asyncapi.yaml"));
    }

    @Test
    void schemasAreServedWhereTheAsyncApiDocumentRefersToThem() throws IOException {
        List<String> referred = Pattern.compile("\\./([a-z.0-9-]+\\.schema\\.json)")
                .matcher(file("asyncapi.yaml"))
                .results()
                .map(reference -> reference.group(1))
                .toList();

        assertThat(referred).hasSize(5);
        for (String schema : referred) {
            assertThat(document("/" + schema, "application/schema+json").body()).isEqualTo(file(schema));
        }
    }

    @Test
    void pageLoadsWhatItNeedsFromHereAndRunsNothingWithinIt() {
        TestResponse page = document("/docs", "text/html;charset=UTF-8");

        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe", "http");
        assertThat(page.body()).doesNotContain("<style", "style=", "<script>", " onclick", "://");
        List<String> loaded = LOADED.matcher(page.body())
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("data:"))
                .toList();
        assertThat(loaded)
                .contains("/docs/swagger-ui-bundle.js", "/docs/docs.js", "/docs/swagger-ui.css", "/openapi.json");
        assertThat(document("/docs/", "text/html;charset=UTF-8").body()).isEqualTo(page.body());
        for (String link : loaded) {
            TestResponse answer = client.get(link);
            assertThat(answer.status()).as(link).isEqualTo(200);
            assertThat(answer.body()).as(link).isNotEmpty();
        }
    }

    @Test
    void assetsHaveTheTypeThatABrowserThatDoesNotSniffNeeds() {
        document("/docs/docs.js", "text/javascript");
        document("/docs/swagger-ui.css", "text/css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/nothing.js",
                "/docs/index.html",
                "/docs/..%2Fagentlens-edge.yml",
                "/docs/a/b",
                "/openapi.yaml",
                "/released/openapi.yaml",
                "/other.v1.schema.json"
            })
    void nothingElseIsServed(String path) {
        assertThat(client.get(path).status()).isIn(400, 404);
        client.get(path).isAnyError(client.get(path).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/asyncapi.yaml", "/docs", "/agent-event.v1.schema.json"})
    void documentsAreOnlyRead(String path) {
        client.send("PUT", path, "{}").isError(405, "Method PUT is not allowed here; allowed: GET");
    }

    private TestResponse document(String path, String type) {
        TestResponse answer = client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("Cache-Control")).isEqualTo("max-age=3600");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        return answer.hasNoBudget();
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("../docs/api").resolve(name));
    }
}
