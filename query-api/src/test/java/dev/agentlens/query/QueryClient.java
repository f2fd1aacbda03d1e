/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to a running query API. */
final class QueryClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final int port;

    QueryClient(int port) {
        this.port = port;
    }

    record Response(int status, HttpHeaders headers, String body) {

        JsonNode json() {
            assertThat(status).as("status of %s", body).isEqualTo(200);
            assertThat(header("Content-Type")).isEqualTo("application/json");
            return MAPPER.readTree(body);
        }

        Response isError(int expectedStatus, String expectedError) {
            assertThat(status).as("status of %s", this).isEqualTo(expectedStatus);
            assertThat(header("Content-Type")).isEqualTo("application/json");
            assertThat(body)
                    .startsWith("{\"error\":\"" + expectedError)
                    .endsWith("}")
                    .doesNotContain("Exception", "org.", "java.", "dev.agentlens", "select", "\\tat ");
            assertThat(headers.map()).doesNotContainKey("content-disposition");
            return this;
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    /** @param headers names and values in turn */
    Response get(String path, String... headers) {
        return response(send(with(headers, request(path)).GET(), BodyHandlers.ofString()));
    }

    /** As {@link #get}, without waiting for the response. */
    CompletableFuture<Response> getLater(String path, String... headers) {
        return HTTP.sendAsync(with(headers, request(path)).GET().build(), BodyHandlers.ofString())
                .thenApply(QueryClient::response);
    }

    /** The response with 200 to a GET of {@code path}, as it comes. */
    InputStream open(String path, String... headers) {
        HttpResponse<InputStream> response = send(with(headers, request(path)).GET(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).as("GET %s", path).isEqualTo(200);
        return response.body();
    }

    Response head(String path) {
        return response(send(request(path).method("HEAD", BodyPublishers.noBody()), BodyHandlers.ofString()));
    }

    Response post(String path, String body, String... headers) {
        return response(send(
                with(headers, request(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)),
                BodyHandlers.ofString()));
    }

    /** The texts of one field of each element of an array. */
    static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.get(field).asString())
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(TIMEOUT);
    }

    private static HttpRequest.Builder with(String[] headers, HttpRequest.Builder request) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private static Response response(HttpResponse<String> response) {
        return new Response(response.statusCode(), response.headers(), response.body());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
