/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rejected;

import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.redrive.EntryScan;
import dev.agentlens.cli.redrive.EntryScan.Found;
import dev.agentlens.cli.redrive.Listing;
import dev.agentlens.cli.redrive.Redrive;
import dev.agentlens.cli.redrive.Selection;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens rejected list|show|redrive}. */
@Command(
        name = "rejected",
        description = "Events that POST /events rejected; they are in " + EventTopic.REJECTED + ".",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class RejectedCommand {

    private static final String LIST = "./agentlens rejected list";

    private final Supplier<RunningSystem> system;
    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param environment for AGENTLENS_API_KEY */
    public RejectedCommand(Supplier<RunningSystem> system, Map<String, String> environment) {
        this.system = system;
        this.environment = environment;
    }

    @Command(
            name = "list",
            description = "List them, one a line: id, time, session, place in the batch, reason.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Selection selection,
            @Option(names = "--all", description = "Also those that were redriven, and when.") boolean all,
            @Option(names = "--json", description = "NDJSON: a JSON object a line, the event in it.") boolean json) {
        selection.check();
        Listing listing = new Listing(out(), json);
        try (EntryScan<RejectedEvent> scan = scan(system.get(), selection)) {
            scan.find(all, found -> found.forEach(listing::add));
        }
        if (!json) {
            out().println(
                            listing.count() == 0
                                    ? "No rejected events in this selection"
                                            + (all ? "." : "; --all shows also what was redriven.")
                                    : listing.count()
                                            + " found. ./agentlens rejected show ID shows one whole, redrive sends them"
                                            + " to the API again, --set FIELD=JSON with a changed field.");
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Show rejected events whole: cause and content.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Selection selection) {
        selection.checkNamesSome(LIST);
        try (EntryScan<RejectedEvent> scan = scan(system.get(), selection)) {
            scan.find(true, found -> found.forEach(this::show));
        }
        return 0;
    }

    @Command(
            name = "redrive",
            description = {
                "Send rejected events to POST /events again, as they are or with changed fields. What is rejected again"
                        + " stays, with its new reason.",
                "An event counts once however often it is sent: one without an id gets one that is derived from its"
                        + " place. AGENTLENS_API_KEY is the key that is sent."
            },
            mixinStandardHelpOptions = true)
    int redrive(
            @Mixin Selection selection,
            @Mixin Redrive.Options options,
            @Option(
                            names = "--set",
                            paramLabel = "FIELD=JSON",
                            description = "Set a field of each event before sending, e.g. --set session_id='\"abc\"'."
                                    + " Repeatable. event_id=null gives each an id of its own.")
                    @Nullable
                    Map<String, String> set,
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = "Address of the API (default: that of the data directory).")
                    @Nullable
                    String url) {
        selection.check();
        Map<String, RawJson> changes = changes(set == null ? Map.of() : set, selection);
        RunningSystem running = system.get();
        EventsApi api = new EventsApi(address(url, running, selection), apiKey(), err());
        Redrive.Words words = new Redrive.Words(
                "rejected event",
                "rejected events",
                "the API",
                LIST,
                "they are no JSON objects, and would be refused again");
        try (EntryScan<RejectedEvent> scan = scan(running, selection)) {
            return new Redrive<RejectedEvent, RawJson>(
                            scan, new RejectedDecision(scan.topicId(), changes)::on, words, out())
                    .run(options, api);
        }
    }

    private void show(Found<RejectedEvent> found) {
        RejectedEvent rejected = found.entry();
        field("id", rejected.place().toString());
        field("received", rejected.time().toString());
        field("reason", PrettyPrinter.line(rejected.reason(), 4000));
        field("place", rejected.origin() + " of its batch");
        field("session", rejected.sessionId() == null ? "-" : PrettyPrinter.line(rejected.sessionId(), 200));
        field("redriven", found.redriven() == null ? "no" : found.redriven().inWords());
        RawJson event = rejected.event();
        field("event", event == null ? "none; the record:" : event.length() + " bytes");
        out().println(event == null ? PrettyPrinter.payload(rejected.value()) : PrettyPrinter.payload(event));
        out().println();
    }

    private void field(String name, String value) {
        out().printf("%-10s %s%n", name, value);
    }

    private static Map<String, RawJson> changes(Map<String, String> set, Selection selection) {
        Map<String, RawJson> changes = new LinkedHashMap<>();
        set.forEach((field, json) -> {
            try {
                changes.put(field, RawJson.of(json));
            } catch (MalformedJsonException e) {
                throw selection.wrong("--set " + field + " must be JSON, such as " + field
                        + "='\"text\"' with both kinds of quotes, not " + PrettyPrinter.line(json, 100));
            }
        });
        RawJson eventId = changes.get("event_id");
        if (eventId != null && !eventId.isNull() && selection.places().size() != 1) {
            throw selection.wrong("--set event_id would make all events one; name a single one by ID, or set it to null"
                    + " to give each an id of its own");
        }
        return changes;
    }

    private static URI address(@Nullable String url, RunningSystem running, Selection selection) {
        if (url == null) {
            if (running.apiPort() == 0) {
                throw selection.wrong("--url must say where the API is, such as http://localhost:3000");
            }
            return URI.create("http://localhost:" + running.apiPort());
        }
        if (!url.matches("https?://[^\\s/?#]+/?")) {
            throw selection.wrong("--url must be an address such as http://localhost:3000, not '" + url + "'");
        }
        return URI.create(url);
    }

    private @Nullable String apiKey() {
        String keys = environment.getOrDefault("AGENTLENS_API_KEY", "");
        return keys.isBlank() ? null : keys.split(",", 2)[0].strip();
    }

    private EntryScan<RejectedEvent> scan(RunningSystem running, Selection selection) {
        return EntryScan.open(running, EventTopic.REJECTED, RejectedEvent::of, selection, err());
    }

    private PrintWriter err() {
        return commandLine().getErr();
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("Only picocli makes this ready to run");
        }
        return spec.commandLine();
    }
}
