/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OTLP/HTTP exporters of OpenTelemetry's SDKs for Java and JavaScript, while the system is killed and started again. */
class OtlpExportersIT {

    private static final int TRACES = 60;
    private static final int TRACES_BEFORE_THE_CRASH = 15;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory;

    @Test
    void spansOfEveryExporterArriveOnceAcrossACrash() throws Exception {
        int port = FreePort.preferring(0);
        Launcher launcher = new Launcher()
                .with("AGENTLENS_OTLP_PORT", "0")
                .with("AGENTLENS_RATE_LIMIT_EVENTS", "0")
                .with("AGENTLENS_RATE_LIMIT_SESSIONS", "0");
        RunningAgentLens agentLens = RunningAgentLens.up(launcher, port, directory.resolve("data"));
        try {
            List<Exports> exports = exports("http://localhost:" + port + "/v1/traces");
            exports.forEach(Exports::start);
            for (Exports one : exports) {
                one.awaitTraces(TRACES_BEFORE_THE_CRASH);
            }
            agentLens.signal("KILL");
            agentLens.awaitEnd();
            agentLens = RunningAgentLens.up(launcher, port, directory.resolve("data"));
            for (Exports one : exports) {
                List<String> traces = one.awaitEnd();
                assertThat(traces).as("%s", one).hasSize(TRACES).doesNotHaveDuplicates();
                for (String trace : traces) {
                    assertIsWhole(agentLens, one, trace);
                }
            }
            assertThat(JSON.readTree(agentLens.get("/sessions?limit=1").body())
                            .get("total")
                            .intValue())
                    .isEqualTo(exports.size() * TRACES);
        } finally {
            agentLens.close();
        }
    }

    private List<Exports> exports(String endpoint) throws IOException {
        List<Exports> exports = new ArrayList<>();
        exports.add(new JavaExports(endpoint, "none", TRACES));
        exports.add(new JavaExports(endpoint, "gzip", TRACES));
        if (NodeExports.canRun()) {
            Path installed = NodeExports.install(Files.createDirectories(directory.resolve("node")));
            exports.add(new NodeExports(installed, endpoint, "json", TRACES));
            exports.add(new NodeExports(installed, endpoint, "protobuf", TRACES));
        } else {
            System.out.println("Without the exporters for JavaScript: there is no node or npm here");
        }
        return exports;
    }

    /** Of each trace: the root, three calls of a model with 10 and 1, 20 and 2, 30 and 3 tokens, a call of a tool. */
    private static void assertIsWhole(RunningAgentLens agentLens, Exports exports, String trace) {
        String body = agentLens.get("/sessions/" + trace).body();
        JsonNode session = JSON.readTree(body);
        assertThat(session.path("total_events").asInt(-1))
                .as("events of %s: %s", exports, body)
                .isEqualTo(5);
        assertThat(session.get("total_tokens_in").asInt()).isEqualTo(60);
        assertThat(session.get("total_tokens_out").asInt()).isEqualTo(6);
        assertThat(session.get("status").asString()).isEqualTo("completed");
        assertThat(session.get("agent_name").asString()).isEqualTo(exports.toString());
    }

    /** Some traces that one exporter sends, until all are acknowledged; its name is that of its service. */
    interface Exports {

        void start();

        /** Returns when so many have ended. */
        void awaitTraces(int count) throws Exception;

        /** Returns the ids of the traces when all are acknowledged. */
        List<String> awaitEnd() throws Exception;

        static void pause() throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
