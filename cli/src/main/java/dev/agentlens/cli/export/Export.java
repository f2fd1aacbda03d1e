/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.api.Fields;
import dev.agentlens.cli.export.OutputFile.Written;
import dev.agentlens.cli.export.SessionDownloads.Download;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** Writes sessions and their events to two files, and then the manifest. */
final class Export {

    private static final String TYPE = "_type";
    private static final String SESSION_ID = "session_id";
    private static final int MANY_FIELDS = 64;

    private final Path directory;
    private final ExportFormat format;
    private final boolean needsAll;
    private final LongConsumer progress;
    private final List<String> missing = new ArrayList<>();
    private long sessions;
    private long events;

    /**
     * @param needsAll whether a session that is not there ends the export
     * @param progress receives the number of events so far
     */
    Export(Path directory, ExportFormat format, boolean needsAll, LongConsumer progress) {
        this.needsAll = needsAll;
        this.directory = directory;
        this.format = format;
        this.progress = progress;
    }

    Manifest run(SessionDownloads downloads, String filters, Instant now) throws IOException {
        try (OutputFile sessionFile = file("sessions");
                OutputFile eventFile = file("events")) {
            try (Rows sessionRows = format.rows(sessionFile.stream(), Columns.SESSIONS);
                    Rows eventRows = format.rows(eventFile.stream(), Columns.EVENTS)) {
                while (downloads.hasNext()) {
                    add(downloads.next(), sessionRows, eventRows);
                }
            }
            Written writtenEvents = eventFile.complete();
            Written writtenSessions = sessionFile.complete();
            Manifest manifest = new Manifest(
                    format.extension(),
                    Manifest.time(now),
                    filters,
                    sessions,
                    events,
                    List.copyOf(missing),
                    List.of(Manifest.File.of(writtenSessions, sessions), Manifest.File.of(writtenEvents, events)));
            manifest.write(directory);
            return manifest;
        }
    }

    static Path target(Path directory, String name, ExportFormat format) {
        return directory.resolve(name + "." + format.extension());
    }

    private OutputFile file(String name) throws IOException {
        return new OutputFile(target(directory, name, format));
    }

    /** A session's line comes before those of its events. */
    private void add(Download download, Rows sessionRows, Rows eventRows) throws IOException {
        Map<String, RawJson> awaited = new LinkedHashMap<>();
        download.listed().forEach(listed -> awaited.put(Fields.of(listed).text(SESSION_ID, ""), listed));
        RawJson sessionId = RawJson.ofString("");
        try (Lines lines = new Lines(download.lines())) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Map<String, RawJson> object = fields(line, sessionId);
                RawJson type = object.remove(TYPE);
                if (type != null && Objects.equals(type.string(), "session")) {
                    sessionId = object.getOrDefault(SESSION_ID, sessionId);
                    RawJson listed = awaited.remove(sessionId.string());
                    sessionRows.add(listed == null ? object : merged(listed.fields(), object));
                    sessions++;
                } else {
                    eventRows.add(object);
                    events++;
                    progress.accept(events);
                }
            }
        }
        Files.delete(download.lines());
        awaited.keySet().forEach(this::missing);
    }

    private void missing(String id) {
        if (needsAll) {
            throw new CommandFailedException(
                    "Session " + PrettyPrinter.line(id, 128) + " not found; ./agentlens sessions lists the sessions");
        }
        missing.add(id);
    }

    /** Lines of an export do not repeat which session they are of. */
    private static Map<String, RawJson> fields(byte[] line, RawJson sessionId) {
        Map<String, RawJson> object = new LinkedHashMap<>(MANY_FIELDS);
        object.put(SESSION_ID, sessionId);
        return JsonReader.read(line, reader -> {
            reader.object((name, value) -> object.put(name, value.value()));
            return object;
        });
    }

    /** The list has figures that the export lacks, the export may be newer. */
    private static Map<String, RawJson> merged(Map<String, RawJson> listed, Map<String, RawJson> exported) {
        Map<String, RawJson> merged = new LinkedHashMap<>(listed);
        merged.putAll(exported);
        return merged;
    }
}
