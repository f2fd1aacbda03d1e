/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How to run PostgreSQL's programs, which refuse to run as root: as they are for an ordinary user; for root in a user
 * namespace of their own, or, where those are forbidden (as in many containers), as nobody.
 */
enum UnprivilegedCommand {
    AS_WE_ARE(List.of()),
    IN_USER_NAMESPACE(List.of("unshare", "-U")),
    AS_NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private final List<String> prefix;

    UnprivilegedCommand(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The one that works here. */
    static UnprivilegedCommand choose() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_WE_ARE;
        }
        for (UnprivilegedCommand command : List.of(IN_USER_NAMESPACE, AS_NOBODY)) {
            if (command.works()) {
                return command;
            }
        }
        throw new IOException("PostgreSQL does not run as root, and neither unshare -U nor setpriv works here;"
                + " run as an ordinary user or set AGENTLENS_DATABASE_URL");
    }

    ProcessBuilder of(List<String> command) {
        List<String> complete = new ArrayList<>(prefix);
        complete.addAll(command);
        return new ProcessBuilder(complete);
    }

    /** Makes everything below {@code directory} the property of the user that the command runs as. */
    void own(Path directory) throws IOException, InterruptedException {
        if (this == AS_NOBODY) {
            new ProcessBuilder("chown", "-R", "65534:65534", directory.toString())
                    .start()
                    .waitFor();
        }
    }

    private boolean works() throws InterruptedException {
        try {
            Process process = of(List.of("true")).redirectErrorStream(true).start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
