/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that come before the response to the one before them, and clients that say that they send no more. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.trust-proxy=1",
            "management.server.port=0"
        })
class ConnectionHttpTest {

    private static final String CLOSE = "Connection: close\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    @LocalServerPort
    private int port;

    @RepeatedTest(20)
    void pipelinedRequestsAreAllServedAndTheConnectionIsClosedAfterTheOneThatAsksForIt() throws IOException {
        String received = send(
                false,
                get("/sessions/a", ""),
                post("{\"a\":1}", ""),
                get("/sessions/b", ""),
                get("/analytics/later", ""),
                post("{\"a\":1,\"b\":2}", CLOSE));

        assertThat(statuses(received)).containsExactly(200, 200, 200, 200, 200);
        assertThat(received)
                .containsSubsequence("\"session_id\":\"a\"", "\"fields\":1", "\"session_id\":\"b\"", "\"fields\":2");
        assertThat(received.split("connection: close", -1)).hasSize(2);
    }

    @Test
    void manyPipelinedRequestsAreAllServed() throws IOException {
        String[] requests = new String[500];
        Arrays.fill(requests, post("{\"a\":1}", ""));
        requests[499] = get("/health", CLOSE);

        assertThat(statuses(send(false, requests))).hasSize(500);
    }

    @Test
    void nothingIsServedAfterTheRequestThatAsksForTheEnd() throws IOException {
        assertThat(statuses(send(false, get("/sessions/a", ""), get("/sessions/b", CLOSE), get("/sessions/c", ""))))
                .containsExactly(200, 200);
    }

    @Test
    void errorsKeepTheirPlaceAmongPipelinedRequests() throws IOException {
        assertThat(statuses(send(
                        false,
                        get("/nothing", ""),
                        get("/sessions/%zz", ""),
                        post("{", ""),
                        get("/sessions/a/fails", ""),
                        get("/sessions/a", CLOSE))))
                .startsWith(404, 400);
    }

    @Test
    void chunkedBodiesMayBePipelined() throws IOException {
        String body = "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
        String chunked = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + CHUNKED;

        assertThat(statuses(
                        send(false, chunked + "\r\n" + body, chunked + "\r\n" + body, chunked + CLOSE + "\r\n" + body)))
                .containsExactly(200, 200, 200);
    }

    @Test
    void clientThatExpectsContinueReceivesIt() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            String head = post("{\"a\":1}", CLOSE + "Expect: 100-continue\r\n").replaceAll("\\{.*", "");
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100");
            socket.getOutputStream().write("{\"a\":1}".getBytes(ISO_8859_1));

            assertThat(statuses(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)))
                    .containsExactly(200);
        }
    }

    @RepeatedTest(20)
    void clientThatClosesItsHalfGetsItsResponses() throws IOException {
        assertThat(statuses(send(true, post("{\"a\":1}", "")))).containsExactly(200);
        assertThat(statuses(send(true, get("/analytics/later", "")))).containsExactly(200);
        assertThat(statuses(send(true, get("/sessions/a", ""), get("/analytics/later", ""), post("{\"a\":1}", ""))))
                .containsExactly(200, 200, 200);
    }

    @Test
    void clientThatClosesItsHalfWhileItReadsGetsTheRestOfTheResponse() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(get("/sessions/a/long", "").getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(EdgeTestController.LONG_BYTES);
        }
    }

    @Test
    void clientThatClosesItsHalfWithinARequestGetsAnError() throws IOException {
        for (String cut : List.of(
                "POST /events HTTP/1.1\r\n"
                        + "Host: x\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: 10\r\n\r\n"
                        + "{\"a\"",
                "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + CHUNKED + "\r\n3\r\n{\"a",
                "GET /sessions/a HTTP/1.1\r\nHost: x\r\nX-Cut")) {
            String received = send(true, cut);
            assertThat(statuses(received)).as(cut).containsExactly(400);
            assertThat(received).contains("{\"error\":\"The request cannot be read: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n"})
    void clientThatSendsNothingIsLetGo(String sent) throws IOException {
        assertThat(send(true, sent)).isEmpty();
    }

    /** All that comes back until the server closes the connection. */
    private String send(boolean closeHalf, String... requests) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(String.join("", requests).getBytes(ISO_8859_1));
            if (closeHalf) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static List<Integer> statuses(String received) {
        return STATUS.matcher(received)
                .results()
                .map(status -> Integer.valueOf(status.group(1)))
                .toList();
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + address() + "\r\n";
    }

    private static String post(String body, String headers) {
        return "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n" + headers + address() + "\r\n" + body;
    }

    /** With budgets of its own. */
    private static String address() {
        return "X-Forwarded-For: " + Client.newAddress() + "\r\n";
    }
}
