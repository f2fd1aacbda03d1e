/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.independence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not get past the gateway, which has the configuration of docker-compose.yml. */
class GatewayIT {

    private static final String PROBE = "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static RunningCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = RunningCluster.shared();
    }

    @Test
    void rolesAreBehindIt() throws IOException {
        assertThat(statuses("GET", "/health")).containsExactly(200);
        assertThat(statuses("GET", "/analytics")).containsExactly(200);
        assertThat(statuses("GET", "/events")).containsExactly(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/prometheus",
                "//actuator/prometheus",
                "/./actuator/prometheus",
                "/events/../actuator/prometheus",
                "/events/..%2factuator/prometheus",
                "/events/%2e%2e/actuator/prometheus",
                "/sessions/..%2f..%2factuator/prometheus",
                "/sessions/..;/actuator/prometheus",
                "/%61ctuator/prometheus",
                "/actuator%2fprometheus",
                "/actuator/prometheus?x=/health",
                "/:13000/actuator/prometheus"
            })
    void managementIsNot(String path) throws IOException {
        for (String host : List.of("localhost", "127.0.0.1:13000", "ingest-api:13000")) {
            for (String target : List.of(path, "http://" + host + path)) {
                assertThat(statuses("GET", target, "Host: " + host))
                        .as("GET %s of %s", target, host)
                        .singleElement()
                        .satisfies(status -> assertThat(status).isIn(400, 404));
            }
        }
    }

    /** Two readers of one request must not disagree where it ends: what follows it would be a request of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length : 5",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"
            })
    void requestOfWhichTheEndIsNotClearIsRefusedWithWhatFollowsIt(String framing) throws IOException {
        String request = "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + framing
                + "\r\n\r\n0\r\n\r\n" + PROBE;

        assertThat(RawRequest.statuses(cluster.address(), request))
                .as(framing)
                .singleElement()
                .satisfies(status -> assertThat(status).isIn(400, 501));
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: x,400", "Content-Length: 30000000,413"})
    void pageOfAnotherOriginCanReadAnErrorOfTheGatewayItself(String header, int status) throws IOException {
        String response = RawRequest.responses(
                cluster.address(),
                "POST /events HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.com\r\nConnection: close\r\n"
                        + header + "\r\n\r\n");

        assertThat(response)
                .startsWith("HTTP/1.1 " + status)
                .contains("\r\nAccess-Control-Allow-Origin: *\r\n", "{\"error\":\"");
    }

    private static List<Integer> statuses(String method, String target, String... headers) throws IOException {
        String more = headers.length == 0 ? "Host: localhost" : String.join("\r\n", headers);
        return RawRequest.statuses(
                cluster.address(), method + " " + target + " HTTP/1.1\r\n" + more + "\r\nConnection: close\r\n\r\n");
    }
}
