/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.ApiOptions;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.api.Paths;
import dev.agentlens.cli.api.Query;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Style;
import dev.agentlens.cli.terminal.Terminal;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./agentlens explain ID}: what an agent did, and why. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Explains in plain language what an agent did, and why: as Markdown, or for reading where a terminal shows it.",
            "Exit code 0: done; 1: the API cannot be read or has no such session; 2: called wrongly."
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final Pattern HEADING = Pattern.compile("#{2,3} (.*)");
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(\\p{Punct})");

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ApiOptions api;

    @Parameters(paramLabel = "ID", description = "The session's id.")
    private String id = "";

    @Option(names = "--json", description = "For pipes: the API's response on a line.")
    private boolean json;

    /** @param environment says where the API is, and whether colours are wanted */
    public ExplainCommand(Map<String, String> environment) {
        this.environment = environment;
        api = new ApiOptions(environment);
    }

    @Override
    public Integer call() {
        RawJson response = api.connect().get(Paths.session(id) + "/explain", Query.NONE);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(PrettyPrinter.jsonLine(response) + "\n");
        } else {
            String markdown = PrettyPrinter.lines(Fields.of(response).text("explanation", ""));
            out.print(Terminal.wantsColour(environment) ? coloured(markdown) : markdown);
        }
        out.flush();
        return 0;
    }

    static String coloured(String markdown) {
        return markdown.lines().map(ExplainCommand::colouredLine).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String colouredLine(String line) {
        Matcher heading = HEADING.matcher(line);
        String text = heading.matches()
                ? Style.BOLD.on(heading.group(1), true)
                : BOLD.matcher(line).replaceAll(bold -> Matcher.quoteReplacement(Style.BOLD.on(bold.group(1), true)));
        return ESCAPED.matcher(text).replaceAll("$1");
    }
}
