/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.agentlens.contract.openapi.Exchange;
import dev.agentlens.contract.openapi.OpenApiCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/** One client of a running AgentLens; what it says and gets must be as docs/api/openapi.yaml says. */
final class Api {

    /** After which the Python SDK times out. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final String[] headers;

    /** @param headers sent with every request, names and values in turn */
    Api(int port, String... headers) {
        this.port = port;
        this.headers = headers;
    }

    record Answer(int status, HttpHeaders headers, String body) {

        Answer is(int expected) {
            assertThat(status).as("status of %s", this).isEqualTo(expected);
            return this;
        }

        JsonNode json() {
            return Json.read(is(200).body);
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    /** A session id that no other test uses. */
    static String newSession(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    Answer get(String path, String... more) {
        return send("GET", path, new byte[0], more);
    }

    Answer post(String path, Object json, String... more) {
        return send("POST", path, Json.write(json).getBytes(UTF_8), with(more, "Content-Type", "application/json"));
    }

    Answer postEvents(byte[] body, String... more) {
        return send("POST", "/events", body, with(more, "Content-Type", "application/json"));
    }

    /** Sends one batch, all of which must be accepted. */
    void accept(List<?> events) {
        Answer answer = post("/events", Map.of("events", events)).is(200);
        assertThat(answer.json().path("processed").intValue()).isEqualTo(events.size());
    }

    JsonNode session(String sessionId) {
        return get("/sessions/" + sessionId).json();
    }

    JsonNode analytics() {
        return get("/analytics").json();
    }

    JsonNode compare(String a, String b) {
        return post("/sessions/compare", Map.of("session_a", a, "session_b", b)).json();
    }

    String explanation(String sessionId) {
        return get("/sessions/" + sessionId + "/explain")
                .json()
                .path("explanation")
                .stringValue();
    }

    String export(String sessionId, String format) {
        return get("/sessions/" + sessionId + "/export?format=" + format)
                .is(200)
                .body();
    }

    Answer send(String method, String path, byte[] body, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(TIMEOUT)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        setAll(request, headers);
        setAll(request, more);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            OpenApiCheck.check(Exchange.of(
                    method,
                    path,
                    concat(headers, more),
                    body,
                    response.statusCode(),
                    response.headers(),
                    response.body()));
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void setAll(HttpRequest.Builder request, String[] headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
    }

    /** The defaults are first, so that the caller's own win. */
    private static String[] with(String[] own, String... defaults) {
        return concat(defaults, own);
    }

    private static String[] concat(String[] some, String[] more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] zstd(byte[] content) {
        return Zstd.compress(content);
    }
}
