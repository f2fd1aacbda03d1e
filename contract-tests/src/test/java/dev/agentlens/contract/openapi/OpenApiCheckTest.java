/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the check finds what it is there for. */
class OpenApiCheckTest {

    private static final String HEALTH = "{\"status\":\"ok\",\"timestamp\":\"2026-02-14T10:30:00.000Z\"}";

    @Test
    void exchangeThatIsDescribedPasses() {
        OpenApiCheck.check(exchange("GET", "/health", 200, HEALTH));
        OpenApiCheck.check(exchange("GET", "/nothing", 404, "{\"error\":\"No such route: GET /nothing\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GET    | /health        | 200 | {\"status\":\"ok\",\"timestamp\":\"2026-02-14T10:30:00Z\",\"version\":1} | version",
                "GET    | /health        | 200 | {\"status\":\"ok\"}    | timestamp",
                "GET    | /health        | 200 | {\"status\":1,\"timestamp\":\"2026-02-14T10:30:00Z\"} | string",
                "GET    | /health        | 200 | {\"status\":\"ok\",\"timestamp\":\"today\"} | pattern",
                "GET    | /health        | 200 | nonsense               | not JSON",
                "GET    | /health        | 204 | ~~                     | status 204 is not described",
                "GET    | /health        | 404 | {\"error\":\"a\"}      | status 404 is not described",
                "GET    | /metrics       | 200 | {\"a\":1}              | status 200 is not described",
                "DELETE | /health        | 200 | {\"a\":1}              | status 200 is not described",
                "GET    | /health?full=1 | 200 | {\"status\":\"ok\",\"timestamp\":\"2026-02-14T10:30:00Z\"} | query parameter full is not described"
            })
    void whatIsNotDescribedFails(String method, String path, int status, String body, String fault) {
        assertThatThrownBy(() -> OpenApiCheck.check(exchange(method, path, status, body)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/api/openapi.yaml")
                .hasMessageContaining(fault);
    }

    @Test
    void headersAreHeldAgainstTheDocumentToo() {
        assertThat(faults(exchange("GET", "/health", 200, HEALTH, "X-New", "1")))
                .containsExactly("header x-new is not described");
        assertThat(faults(exchange("GET", "/health", 200, HEALTH, "X-Request-Id", "a b")))
                .singleElement()
                .asString()
                .contains("x-request-id");
        assertThat(faults(exchange("GET", "/health", 200, HEALTH, "X-Frame-Options", null)))
                .containsExactly("header x-frame-options is missing");
        assertThat(faults(exchange("GET", "/health", 200, HEALTH, "Content-Type", "text/plain")))
                .containsExactly("content type 'text/plain' is not described");
    }

    @Test
    void requestThatWasTakenAlthoughTheDocumentForbidsItFails() {
        Exchange exchange = Exchange.of(
                "POST",
                "/events",
                new String[] {"Content-Type", "application/json", "X-New", "1"},
                "{\"events\":[{\"tokens_in\":-1}]}".getBytes(UTF_8),
                200,
                headers(),
                "{\"status\":\"ok\",\"processed\":1}");

        assertThat(faults(exchange))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).contains("x-new"))
                .anySatisfy(fault -> assertThat(fault).contains("tokens_in"));
    }

    private static List<String> faults(Exchange exchange) {
        return OpenApiCheck.faults(OpenApiDocument.current(), exchange);
    }

    private static Exchange exchange(String method, String path, int status, String body, String... headers) {
        return Exchange.of(method, path, new String[0], new byte[0], status, headers(headers), body);
    }

    /** Those that every response has, and these; one without a value is taken out. */
    private static HttpHeaders headers(String... more) {
        Map<String, List<String>> headers = new LinkedHashMap<>(Map.of(
                "content-type", List.of("application/json"),
                "x-request-id", List.of("r-1"),
                "cache-control", List.of("no-store"),
                "x-content-type-options", List.of("nosniff"),
                "x-frame-options", List.of("DENY"),
                "referrer-policy", List.of("no-referrer")));
        for (int i = 0; i < more.length; i += 2) {
            String name = more[i].toLowerCase(Locale.ROOT);
            headers.remove(name);
            if (more[i + 1] != null) {
                headers.put(name, new ArrayList<>(List.of(more[i + 1])));
            }
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
