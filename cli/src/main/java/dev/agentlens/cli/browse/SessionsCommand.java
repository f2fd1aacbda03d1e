/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import dev.agentlens.cli.api.ApiOptions;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.api.Query;
import dev.agentlens.cli.api.SessionFilters;
import dev.agentlens.cli.api.SessionPages;
import dev.agentlens.cli.terminal.HumanReadable;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Table;
import dev.agentlens.cli.terminal.Terminal;
import dev.agentlens.cli.terminal.Usage;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens sessions}: the list of sessions. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = {
            "Lists sessions, the newest first. Filters may be combined: all must match.",
            "Exit code 0: done; 1: the API cannot be read; 2: called wrongly."
        })
public final class SessionsCommand implements Callable<Integer> {

    private static final long DEFAULT_LIMIT = 50;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ApiOptions api;

    @Mixin
    private final SessionFilters filters = new SessionFilters();

    @Option(
            names = "--sort",
            paramLabel = "FIELD",
            description = "started_at, total_tokens, duration, events, errors or cost (default: started_at).")
    private @Nullable String sort;

    @Option(names = "--order", paramLabel = "ORDER", description = "desc or asc (default: desc).")
    private @Nullable String order;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: 50).")
    private @Nullable Long limit;

    @Option(names = "--all", description = "All that match, however many.")
    private boolean all;

    @Option(names = "--json", description = "For pipes: each session's JSON, one a line.")
    private boolean json;

    /** @param environment says where the API is, and whether colours are wanted */
    public SessionsCommand(Map<String, String> environment) {
        this.environment = environment;
        api = new ApiOptions(environment);
    }

    @Override
    public Integer call() {
        Usage.require(spec, limit == null || !all, "--limit and --all exclude each other");
        Usage.require(spec, limit == null || limit > 0, "--limit must be at least 1, not " + limit);
        Query query = filters.query().with("sort", sort).with("order", order);
        SessionPages pages = new SessionPages(api.connect(), query, wanted());
        boolean colour = Terminal.wantsColour(environment);
        PrintWriter out = spec.commandLine().getOut();
        SessionColumns columns = null;
        Table table = null;
        long shown = 0;
        while (pages.hasNext() && !out.checkError()) {
            SessionPages.Page page = pages.next();
            page.warnings().forEach(this::report);
            if (json) {
                page.sessions().forEach(session -> out.print(PrettyPrinter.jsonLine(session) + "\n"));
            } else if (!page.sessions().isEmpty()) {
                if (columns == null || table == null) {
                    columns = SessionColumns.of(Fields.of(page.sessions().get(0)));
                    table = columns.table(colour);
                }
                table.print(out, columns.rows(page.sessions()));
            }
            shown += page.sessions().size();
            if (!pages.hasNext()) {
                out.flush();
                report(summary(shown, page));
            }
        }
        return 0;
    }

    private long wanted() {
        if (all) {
            return Long.MAX_VALUE;
        }
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    private static String summary(long shown, SessionPages.Page last) {
        if (shown == 0) {
            return "no session matches";
        }
        String total =
                (last.totalIsAtLeast() ? "at least " : "") + HumanReadable.count(BigDecimal.valueOf(last.total()));
        return shown == last.total()
                ? total + (shown == 1 ? " session" : " sessions")
                : HumanReadable.count(BigDecimal.valueOf(shown)) + " of " + total + " sessions; --all shows the rest";
    }

    private void report(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("agentlens: " + sentence);
        err.flush();
    }
}
