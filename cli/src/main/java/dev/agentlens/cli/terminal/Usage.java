/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Rules for calling a command that picocli cannot check. */
public final class Usage {

    private Usage() {}

    /** @throws ParameterException where {@code condition} does not hold: the problem and the usage are shown, exit code 2 */
    public static void require(CommandSpec command, boolean condition, String problem) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), problem);
        }
    }
}
