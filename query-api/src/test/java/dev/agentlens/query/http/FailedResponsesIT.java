/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Responses that fail while they are written; no database is needed for them. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "spring.flyway.enabled=false",
            "spring.datasource.url=jdbc:postgresql://localhost:1/none"
        })
@Import(FailedResponsesIT.FailingController.class)
class FailedResponsesIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int port;

    @TestConfiguration
    @RestController
    static class FailingController {

        @Autowired
        private StreamingResponses responses;

        @GetMapping("/failing/{failure}/{bytes}")
        Mono<Void> fail(@PathVariable String failure, @PathVariable int bytes, ServerHttpResponse response) {
            return responses.send(
                    response,
                    () -> new StreamingResponse(MediaType.APPLICATION_JSON, "some.json", out -> {
                        out.write("x".repeat(bytes).getBytes(UTF_8));
                        switch (failure) {
                            case "database" -> throw new QueryTimeoutException("no answer");
                            case "io" -> throw new IOException("no disk");
                            case "error" -> throw new StackOverflowError("too deep");
                            default -> out.flush();
                        }
                    }));
        }

        @GetMapping("/unprepared")
        Mono<Void> unprepared(ServerHttpResponse response) {
            return responses.send(response, () -> {
                throw new UnsatisfiedLinkError("no library");
            });
        }
    }

    @Test
    void failureBeforeThereIsAResponseIsAnError() throws Exception {
        HttpResponse<String> response = get("/unprepared");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"error\":\"Internal server error\"}");
    }

    @Test
    void responseThatDoesNotFailIsComplete() throws Exception {
        assertThat(get("none", 1_000_000).body()).hasSize(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "io", "error"})
    void failureAfterTheFirstBytesBreaksTheConnection(String failure) {
        assertThatThrownBy(() -> get(failure, 1_000_000)).hasCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"database, 503", "io, 500", "error, 500"})
    void failureBeforeTheFirstByteIsAnError(String failure, int status) throws Exception {
        HttpResponse<String> response = get(failure, 0);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"error\":\"").endsWith("\"}");
        assertThat(response.headers().map()).doesNotContainKey("content-disposition");
    }

    private HttpResponse<String> get(String failure, int bytes) throws Exception {
        return get("/failing/" + failure + "/" + bytes);
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        // Of the complete response: a request's own timeout ends with its headers.
        return HTTP.sendAsync(request, BodyHandlers.ofString()).get(30, TimeUnit.SECONDS);
    }
}
