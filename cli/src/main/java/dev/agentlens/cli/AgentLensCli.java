/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.boot.SecretFiles;
import dev.agentlens.boot.SettingException;
import dev.agentlens.boot.connect.AddressException;
import dev.agentlens.cli.browse.CompareCommand;
import dev.agentlens.cli.browse.ExplainCommand;
import dev.agentlens.cli.browse.SessionsCommand;
import dev.agentlens.cli.browse.ShowCommand;
import dev.agentlens.cli.browse.StatsCommand;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.deadletters.DeadLettersCommand;
import dev.agentlens.cli.erase.EraseCommand;
import dev.agentlens.cli.export.ExportCommand;
import dev.agentlens.cli.rebuild.RebuildCommand;
import dev.agentlens.cli.rejected.RejectedCommand;
import dev.agentlens.cli.retention.RetentionCommand;
import dev.agentlens.cli.tail.TailCommand;
import dev.agentlens.cli.verify.VerifyCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
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
        mixinStandardHelpOptions = true)
public final class AgentLensCli {

    private static final int CANNOT = 1;

    private AgentLensCli() {}

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "agentlens-cli-logback.xml");
        // What agents sent is shown as it is, whatever the machine's own encoding.
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        try {
            System.exit(commandLine(SecretFiles.resolved(System.getenv()))
                    .setOut(out)
                    .execute(args));
        } catch (SettingException e) {
            System.err.println("agentlens: " + e.getMessage());
            System.exit(CANNOT);
        }
    }

    /** Ready to execute, for a process of its own or within a test. */
    public static CommandLine commandLine(Map<String, String> environment) {
        Supplier<RunningSystem> system = () -> RunningSystem.find(environment);
        return new CommandLine(new AgentLensCli())
                .addSubcommand(new SessionsCommand(environment))
                .addSubcommand(new ShowCommand(environment))
                .addSubcommand(new ExplainCommand(environment))
                .addSubcommand(new CompareCommand(environment))
                .addSubcommand(new StatsCommand(environment))
                .addSubcommand(new ExportCommand(environment))
                .addSubcommand(new TailCommand(environment))
                .addSubcommand(new VerifyCommand(system))
                .addSubcommand(new RebuildCommand(system))
                .addSubcommand(new DeadLettersCommand(system))
                .addSubcommand(new RejectedCommand(system, environment))
                .addSubcommand(new EraseCommand(system))
                .addSubcommand(new RetentionCommand(system))
                .setCaseInsensitiveEnumValuesAllowed(true)
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
