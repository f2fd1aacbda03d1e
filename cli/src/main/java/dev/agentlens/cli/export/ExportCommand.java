/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.api.Api;
import dev.agentlens.cli.api.ApiOptions;
import dev.agentlens.cli.api.Query;
import dev.agentlens.cli.api.SessionFilters;
import dev.agentlens.cli.api.SessionPages;
import dev.agentlens.cli.terminal.ProgressLine;
import dev.agentlens.cli.terminal.Usage;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./agentlens export}: sessions and events as files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes sessions and their events to two files, sessions.FORMAT and events.FORMAT, and last manifest.json with"
                    + " their numbers and SHA-256 checksums. Without IDs and filters: all sessions.",
            "An export that was interrupted has no manifest.json; start the same command again.",
            "Exit code 0: done; 1: the API cannot be read, or the files not written; 2: called wrongly."
        })
public final class ExportCommand implements Callable<Integer> {

    private static final String DOWNLOADS = ".downloads.part";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final ApiOptions api;

    @Mixin
    private final SessionFilters filters = new SessionFilters();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Of these sessions only.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "ndjson, csv, json or parquet (default: ndjson).")
    private ExportFormat format = ExportFormat.NDJSON;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Directory of the files; it is made if it is missing.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace an export that is in the directory.")
    private boolean overwrite;

    /** @param environment says where the API is */
    public ExportCommand(Map<String, String> environment) {
        api = new ApiOptions(environment);
    }

    @Override
    public Integer call() {
        Query query = filters.query();
        Usage.require(spec, ids.isEmpty() || query.equals(Query.NONE), "IDs and filters exclude each other");
        Api connected = api.connect();
        try {
            prepareDirectory();
            export(connected, query);
            return 0;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "The files could not be written to " + out + ": " + e + "; make room or name another --out", e);
        }
    }

    private void prepareDirectory() throws IOException {
        Files.createDirectories(out);
        List<Path> mine = List.of(
                out.resolve(Manifest.NAME),
                Export.target(out, "sessions", format),
                Export.target(out, "events", format));
        for (Path file : mine) {
            if (Files.exists(file) && !overwrite) {
                throw new CommandFailedException(
                        file + " is already there; name another --out, or replace it with --overwrite");
            }
        }
        // The manifest first: without it the directory does not look complete.
        for (Path file : mine) {
            Files.deleteIfExists(file);
        }
    }

    private void export(Api connected, Query query) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        ProgressLine progress = new ProgressLine(err, "Exported events", 0);
        try (SessionDownloads downloads =
                new SessionDownloads(connected, sessions(connected, query, err), out.resolve(DOWNLOADS))) {
            Manifest manifest = new Export(out, format, !ids.isEmpty(), progress::at)
                    .run(downloads, query.toString(), Instant.now());
            progress.end();
            if (!manifest.missingSessions().isEmpty()) {
                report(
                        err,
                        manifest.missingSessions().size() + " sessions were removed meanwhile; " + Manifest.NAME
                                + " names them");
            }
            report(
                    err,
                    String.format(
                            Locale.ROOT,
                            "%,d sessions and %,d events are in %s",
                            manifest.sessions(),
                            manifest.events(),
                            out));
        }
    }

    private Iterator<RawJson> sessions(Api connected, Query query, PrintWriter err) {
        if (!ids.isEmpty()) {
            return ids.stream()
                    .distinct()
                    .map(id ->
                            new JsonObjectWriter(256).string("session_id", id).value())
                    .iterator();
        }
        SessionPages pages = new SessionPages(connected, query, Long.MAX_VALUE);
        return stream(pages)
                .flatMap(page -> {
                    page.warnings().forEach(warning -> report(err, warning));
                    return page.sessions().stream();
                })
                .iterator();
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, 0), false);
    }

    private static void report(PrintWriter err, String sentence) {
        err.println("agentlens: " + sentence);
        err.flush();
    }
}
