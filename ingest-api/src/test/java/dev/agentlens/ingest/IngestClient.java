/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/** Speaks to a running ingest API. */
final class IngestClient {

    /** After which the Python SDK times out. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final Duration timeout;

    IngestClient(int port) {
        this(port, TIMEOUT);
    }

    IngestClient(int port, Duration timeout) {
        this.port = port;
        this.timeout = timeout;
    }

    record Answer(int status, HttpHeaders headers, String body) {

        void isExactly(int expectedStatus, String expectedBody) {
            assertThat(status + " " + body).isEqualTo(expectedStatus + " " + expectedBody);
            assertThat(header("Content-Type")).isEqualTo("application/json");
        }

        Answer isError(int expectedStatus) {
            assertThat(status).as("status of %s", this).isEqualTo(expectedStatus);
            assertThat(header("Content-Type")).isEqualTo("application/json");
            assertThat(body)
                    .contains("\"error\":\"")
                    .doesNotContain("Exception", "org.", "java.", "dev.agentlens", "\\tat ");
            return this;
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    Answer get(String path) {
        return exchange(request(path).GET());
    }

    Answer post(String body, String... headers) {
        return post(body.getBytes(UTF_8), headers);
    }

    /** @param headers names and values in turn; they replace the default Content-Type */
    Answer post(byte[] body, String... headers) {
        return post(BodyPublishers.ofByteArray(body), headers);
    }

    /** Without a Content-Length. */
    Answer postChunked(byte[] body) {
        return post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    Answer postTo(String path, byte[] body, String... headers) {
        return post(path, BodyPublishers.ofByteArray(body), headers);
    }

    private Answer post(BodyPublisher body, String... headers) {
        return post("/events", body, headers);
    }

    private Answer post(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return exchange(request.POST(body));
    }

    Answer postWithoutContentType(String body) {
        return exchange(request("/events").POST(BodyPublishers.ofString(body)));
    }

    Answer postAfterContinue(String body) {
        return exchange(request("/events").expectContinue(true).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(timeout);
    }

    private static Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
}
