/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Errors are reported in one line before anything starts; RollingRestartIT starts it. */
class ClusterCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "--ingest 0, '--ingest must be 1 to 16, not 0'",
        "--query 17, '--query must be 1 to 16, not 17'",
        "--projector two, 'two'",
        "--nonsense 1, '--nonsense'"
    })
    void wrongCallIsTwo(String arguments, String message) {
        assertThat(execute(Map.of(), arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void missingRolesAreReported() {
        assertThat(execute(Map.of("AGENTLENS_ROLES_DIR", directory.toString()))).isEqualTo(1);
        assertThat(err.toString()).contains("agentlens: There is no ", "ingest-api.jar");
    }

    @Test
    void restartWithoutAClusterIsReported() {
        assertThat(execute(Map.of("AGENTLENS_DATA_DIR", directory.toString()), "restart"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("agentlens: No cluster runs in " + directory);
    }

    @Test
    void nginxIsFoundOnThePathOrByItsVariable() throws Exception {
        Path program = Files.createFile(
                directory.resolve("nginx"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(Gateway.installed(Map.of("PATH", "/nowhere:" + directory))).contains(program);
        assertThat(Gateway.installed(Map.of("AGENTLENS_NGINX", "/opt/nginx"))).contains(Path.of("/opt/nginx"));
    }

    private int execute(Map<String, String> environment, String... arguments) {
        CommandLine command = ClusterCommand.commandLine(environment);
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
