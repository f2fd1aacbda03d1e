/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that are refused before any filter sees them still get the one form of error. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.trust-proxy=1",
            "management.server.port=0"
        })
class MalformedRequestHttpTest {

    @LocalServerPort
    private int port;

    private Client client;

    @BeforeEach
    void newClient() {
        client = new Client(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sessions/%zz",
                "/sessions/%",
                "/sessions/%f",
                "/sessions/a|b",
                "/sessions/a^b",
                "/sessions/{id}",
                "/sessions/a\\b",
                "/sessions/\"a\"",
                "/sessions/\u0001",
                "/sessions?q=a|b",
                "/sessions?q=%zz",
                "/\u007f",
                "|",
                "%"
            })
    void illegalUriIs400(String uri) {
        client.sendRaw("GET " + uri + " HTTP/1.1", "Host: x", "Connection: close")
                .isAnyError(400);
    }

    @Test
    void illegalUriIsShown() {
        client.sendRaw("GET /sessions/\"a|b\\ HTTP/1.1", "Host: x", "Connection: close")
                .isError(
                        400,
                        "The request cannot be read: its URI is malformed: expected a path in which other characters than"
                                + " those of RFC 3986 are written as %XX, found '/sessions/\\\"a|b\\\\'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sessions/%00",
                "/sessions/%ff%fe",
                "/sessions/%ED%A0%80",
                "/sessions/%2e%2e%2f",
                "/sessions/\u00e9"
            })
    void oddButLegalUriReachesItsRoute(String uri) {
        TestResponse answer = client.sendRaw("GET " + uri + " HTTP/1.1", "Host: x", "Connection: close");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.hasHeadersOfEveryAnswer().body()).startsWith("{\"session_id\":\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "//",
                "//evil.example/events",
                "http://evil.example/nothing",
                "../x",
                "x",
                "?",
                "#",
                ":",
                "http://",
                "http:///x",
                "http://[::1/x"
            })
    void uriThatIsNoPathIsAnError(String uri) {
        TestResponse answer = client.sendRaw("GET " + uri + " HTTP/1.1", "Host: x", "Connection: close");

        answer.isAnyError(answer.status());
        assertThat(answer.status()).isIn(400, 404);
    }

    @Test
    void longUriIs414() {
        client.sendRaw("GET /sessions/" + "x".repeat(20 * 1024) + " HTTP/1.1", "Host: x", "Connection: close")
                .isError(414, "The URI is too long");
    }

    @Test
    void longHeadersAre431() {
        client.sendRaw("GET /health HTTP/1.1", "Host: x", "X-Long: " + "x".repeat(20 * 1024), "Connection: close")
                .isError(431, "The headers are too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: x",
                "Content-Length: -1",
                "Content-Length: 1\r\nContent-Length: 2",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\nContent-Length: 3",
                "Bad Name: x",
                ": x",
                "X-Null: a\u0000b"
            })
    void unreadableHeaderIs400(String header) {
        client.sendRaw("POST /events HTTP/1.1", "Host: x", header, "Connection: close")
                .isAnyError(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET /", "GET / HTTP/x.y", "GET / FTP/1.1", "\u0016\u0003\u0001", "}{"})
    void unreadableRequestLineIs400(String line) {
        client.sendRaw(line, "Host: x", "Connection: close").isAnyError(400);
    }

    @Test
    void malformedChunkIs400() {
        client.sendRaw(
                        "POST /events HTTP/1.1",
                        "Host: x",
                        "Content-Type: application/json",
                        "Transfer-Encoding: chunked",
                        "Connection: close",
                        "",
                        "zz",
                        "{}")
                .isAnyError(400);
    }

    @Test
    void headOfAnIllegalUriHasNoBody() {
        String raw = client.exchangeRaw("HEAD /sessions/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(raw).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\n").doesNotContain("{");
    }
}
