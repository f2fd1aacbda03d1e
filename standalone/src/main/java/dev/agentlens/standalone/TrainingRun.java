/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.embedded.FreePort;
import dev.agentlens.standalone.demo.Demo;
import dev.agentlens.standalone.start.StandaloneProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A short life of {@code ./agentlens up} on a directory to be thrown away: starts, takes the demo's sessions in, answers
 * reads, and ends. The launcher has the JVM record it; later starts find what it loaded ready.
 */
public final class TrainingRun {

    private static final List<String> READS = List.of(
            "/health", "/sessions", "/analytics", "/sessions/%s", "/sessions/%s/explain", "/sessions/%s/export");

    private TrainingRun() {}

    /** @param args the directory */
    public static void main(String[] args) throws IOException, InterruptedException {
        String port = Integer.toString(FreePort.preferring(0));
        StandaloneProcess.run(Map.of("PORT", port, "AGENTLENS_DATA_DIR", args[0]), StandaloneRoles.class);
        String address = "http://localhost:" + port;
        Demo.main(new String[] {address, "6"});
        HttpClient http = HttpClient.newHttpClient();
        String sessions =
                http.send(get(address + "/sessions"), BodyHandlers.ofString()).body();
        String session = JsonMapper.shared()
                .readTree(sessions)
                .at("/sessions/0/session_id")
                .asString();
        for (String path : READS) {
            http.send(get(address + path.formatted(session)), BodyHandlers.discarding());
        }
        System.exit(0);
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }
}
