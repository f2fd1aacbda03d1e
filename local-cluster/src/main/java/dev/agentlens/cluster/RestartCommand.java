/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.servers.DataDirectory;
import dev.agentlens.servers.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ./agentlens cluster restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Restarts the roles of a running cluster, one instance after the other: each finishes what it has begun, ends,"
                    + " and serves again before the next one's turn. With two of each behind the gateway no request fails."
        },
        footer = {"", "Exit code: 0 all restarted, 1 not (the line says why), 2 called wrongly."})
final class RestartCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofMinutes(30);

    @ParentCommand
    private ClusterCommand cluster;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = cluster.settings().dataDirectory();
        if (!DataDirectory.isInUse(directory)) {
            throw new StartException(
                    "No cluster runs in " + directory + "; name its data directory with AGENTLENS_DATA_DIR");
        }
        RestartRequest request = new RestartRequest(directory);
        request.make();
        out.println("Restarting; the cluster's own terminal shows how far it is ...");
        Optional<String> outcome = request.awaitOutcome(LONGEST);
        if (!outcome.equals(Optional.of(RestartRequest.DONE))) {
            throw new StartException(
                    outcome.orElse("The cluster did not respond within " + LONGEST.toMinutes() + " minutes"));
        }
        out.println("All roles restarted.");
        return 0;
    }
}
