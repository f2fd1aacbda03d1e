/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import dev.agentlens.cli.terminal.PastTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The records that a command is about: all that these options do not exclude. */
public final class Selection {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Records by their place in the topic, PARTITION@OFFSET, as list shows them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--partition", paramLabel = "N", description = "Of this partition of the topic.")
    private @Nullable Integer partition;

    @Option(names = "--offset", paramLabel = "N", description = "With --partition: the one at this offset.")
    private @Nullable Long offset;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Whose reason contains this, in any case.")
    private @Nullable String reason;

    @Option(names = "--session", paramLabel = "ID", description = "Of this session.")
    private @Nullable String session;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PastTime.class,
            description =
                    "Set aside or refused at this time or later: ISO 8601 (UTC without a zone), or a duration back"
                            + " such as 10m, 2h, 3d.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PastTime.class,
            description = "Before this time, written likewise.")
    private @Nullable Instant until;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, the oldest first.")
    private @Nullable Integer limit;

    boolean includes(Entry entry) {
        return (partition == null || entry.place().partition() == partition)
                && (reason == null || contains(entry.reason(), reason))
                && (session == null || session.equals(entry.sessionId()))
                && (since == null || !entry.time().isBefore(since))
                && (until == null || entry.time().isBefore(until));
    }

    /** Records named one by one; empty if there are none. */
    public List<RecordPlace> places() {
        List<RecordPlace> places = new ArrayList<>();
        for (String id : ids) {
            places.add(RecordPlace.parse(id)
                    .orElseThrow(() -> wrong("ID must be PARTITION@OFFSET, such as 0@17, not '" + id + "'")));
        }
        if (offset != null && partition != null) {
            places.add(new RecordPlace(partition, offset));
        }
        return places;
    }

    int limit() {
        return limit == null ? Integer.MAX_VALUE : limit;
    }

    @Nullable
    Instant since() {
        return since;
    }

    /** @throws ParameterException if the options do not go together */
    public void check() {
        if (offset != null && partition == null) {
            throw wrong("--offset needs --partition");
        }
        if (limit != null && limit < 1) {
            throw wrong("--limit must be at least 1, not " + limit);
        }
    }

    /** @throws ParameterException if no record is named */
    public void checkNamesSome(String list) {
        check();
        if (places().isEmpty()) {
            throw wrong("name the records by ID; " + list + " shows them");
        }
    }

    /** A complaint about how the command was called. */
    public ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(command.commandLine(), message);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
