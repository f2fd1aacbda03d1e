/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli;

import dev.agentlens.cli.connect.AddressException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code ./agentlens COMMAND}: an operator's tools. They find the running system by its data directory or by the roles' own
 * environment variables ({@link dev.agentlens.cli.connect.RunningSystem}). Exit code 0: done; 1: found something wrong or
 * could not be done, with one line on standard error that says what to do; 2: called wrongly.
 */
@Command(
        name = "./agentlens",
        description = "Tools for a running AgentLens.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {})
public final class AgentLensCli {

    private static final int CANNOT = 1;

    private AgentLensCli() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "agentlens-cli-logback.xml");
        System.exit(commandLine().execute(args));
    }

    /** Ready to execute, for a process of its own or within a test. */
    public static CommandLine commandLine() {
        return new CommandLine(new AgentLensCli())
                .setExecutionExceptionHandler(AgentLensCli::cannot)
                .setParameterExceptionHandler(AgentLensCli::calledWrongly);
    }

    private static int cannot(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof CommandFailedException || failure instanceof AddressException) {
            command.getErr().println("agentlens: " + failure.getMessage());
            return CANNOT;
        }
        throw failure;
    }

    private static int calledWrongly(ParameterException failure, String[] args) {
        PrintWriter err = failure.getCommandLine().getErr();
        err.println("agentlens: " + failure.getMessage() + " (see "
                + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }
}
