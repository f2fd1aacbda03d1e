/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.embedded.FreePort;
import dev.agentlens.standalone.demo.Demo;
import dev.agentlens.standalone.start.StandaloneProcess;
import java.io.IOException;
import java.util.Map;

/**
 * A short life of {@code ./agentlens up} on a temporary directory: starts, accepts the demo's sessions and a short load,
 * serves reads, and ends. The launcher has the JVM record it, so that later starts find its classes loaded.
 */
public final class TrainingRun {

    private TrainingRun() {}

    /** @param args the directory */
    public static void main(String[] args) throws InterruptedException {
        try {
            train(args[0]);
        } catch (IOException | RuntimeException e) {
            System.err.println("Training failed: " + e);
            // The servers would keep the process alive.
            System.exit(1);
        }
        System.exit(0);
    }

    private static void train(String directory) throws IOException, InterruptedException {
        String port = Integer.toString(FreePort.preferring(0));
        StandaloneProcess.run(Map.of("PORT", port, "AGENTLENS_DATA_DIR", directory), StandaloneRoles.class);
        String address = "http://localhost:" + port;
        Demo.main(new String[] {address, "6"});
        new TrainingLoad(address).run();
    }
}
