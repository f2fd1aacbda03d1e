/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.redrive.EntryScan.Found;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Entries in a line each: for people, or as NDJSON for machines. */
public final class Listing {

    private static final int LONGEST_REASON = 300;

    private final PrintWriter out;
    private final boolean json;
    private long count;

    public Listing(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    public long count() {
        return count;
    }

    public void add(Found<?> found) {
        count++;
        out.println(json ? jsonLine(found) : line(found.entry()) + redriven(found.redriven()));
    }

    static String line(Entry entry) {
        String session = entry.sessionId();
        return String.join(
                "  ",
                entry.place().toString(),
                entry.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                "session " + (session == null ? "-" : PrettyPrinter.line(session, 128)),
                entry.origin(),
                PrettyPrinter.line(entry.reason(), LONGEST_REASON));
    }

    private static String redriven(@Nullable RedriveResult redriven) {
        return redriven == null ? "" : "  (" + redriven.inWords() + ")";
    }

    private static String jsonLine(Found<?> found) {
        Entry entry = found.entry();
        JsonObjectWriter line = new JsonObjectWriter(512)
                .string("id", entry.place().toString())
                .string("time", entry.time().toString());
        if (entry.sessionId() != null) {
            line.string("session_id", entry.sessionId());
        }
        line.string("reason", entry.reason());
        entry.describe(line);
        RedriveResult redriven = found.redriven();
        if (redriven != null) {
            line.string("redriven_at", redriven.at().toString());
            line.raw("refused_again", RawJson.of(Boolean.toString(redriven.refused())));
        }
        return new String(line.bytes(), UTF_8);
    }
}
