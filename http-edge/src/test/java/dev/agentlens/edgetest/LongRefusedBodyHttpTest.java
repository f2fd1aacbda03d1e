/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What is refused before its body has come, on a connection that is closed after the response. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:agentlens-edge.yml",
            "agentlens.api-key=key",
            "agentlens.rate-limit.events=0",
            "management.server.port=0"
        })
class LongRefusedBodyHttpTest {

    private static final int BODY_BYTES = 8_000_000;

    @LocalServerPort
    private int port;

    @RepeatedTest(5)
    void answerArrives() {
        String answer = new Client(port).exchangeRaw(head("HTTP/1.1", "Connection: close") + " ".repeat(BODY_BYTES));

        assertThat(answer)
                .startsWith("HTTP/1.1 401 ")
                .endsWith("{\"error\":\"Unauthorized: invalid or missing API key\"}");
    }

    @Test
    void answerArrivesAtAClientOfHttp10() {
        String answer = new Client(port).exchangeRaw(head("HTTP/1.0", "Accept: */*") + " ".repeat(BODY_BYTES));

        assertThat(answer).contains(" 401 ").endsWith("API key\"}");
    }

    @Test
    void clientThatDoesNotFinishIsNotWaitedForLong() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head("HTTP/1.1", "Connection: close").getBytes(ISO_8859_1));

            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(answer).startsWith("HTTP/1.1 401 ");
            await().atMost(20, SECONDS)
                    .untilAsserted(
                            () -> assertThatThrownBy(() -> out.write(' ')).isInstanceOf(IOException.class));
        }
    }

    private static String head(String version, String header) {
        return "POST /events " + version + "\r\nHost: x\r\n" + header
                + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n";
    }
}
