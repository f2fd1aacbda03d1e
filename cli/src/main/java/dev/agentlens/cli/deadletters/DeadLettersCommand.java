/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.deadletters;

import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.redrive.EntryScan;
import dev.agentlens.cli.redrive.EntryScan.Found;
import dev.agentlens.cli.redrive.Listing;
import dev.agentlens.cli.redrive.Redrive;
import dev.agentlens.cli.redrive.Selection;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.event.EventTopic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens dead-letters list|show|redrive}. */
@Command(
        name = "dead-letters",
        description = "Records of " + EventTopic.EVENTS + " that could not be projected; they are in "
                + EventTopic.DEAD_LETTERS + ".",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class DeadLettersCommand {

    private static final String LIST = "./agentlens dead-letters list";

    private final Supplier<RunningSystem> system;

    @Spec
    private @Nullable CommandSpec spec;

    public DeadLettersCommand(Supplier<RunningSystem> system) {
        this.system = system;
    }

    @Command(
            name = "list",
            description = "List them, one a line: id, time, session, original place, reason.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Selection selection,
            @Option(names = "--all", description = "Also those that were redriven, and when.") boolean all,
            @Option(names = "--json", description = "NDJSON: a JSON object a line.") boolean json) {
        selection.check();
        Listing listing = new Listing(out(), json);
        try (EntryScan<DeadLetter> scan = scan(selection)) {
            scan.find(all, found -> found.forEach(listing::add));
        }
        if (!json) {
            out().println(
                            listing.count() == 0
                                    ? "No dead letters in this selection"
                                            + (all ? "." : "; --all shows also what was redriven.")
                                    : listing.count()
                                            + " found. ./agentlens dead-letters show ID shows one whole, redrive sends"
                                            + " them to " + EventTopic.EVENTS + " again.");
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Show dead letters whole: cause, key, headers and value.",
            mixinStandardHelpOptions = true)
    int show(
            @Mixin Selection selection,
            @Option(names = "--stacktrace", description = "With the projector's stack trace.") boolean stackTrace) {
        selection.checkNamesSome(LIST);
        try (EntryScan<DeadLetter> scan = scan(selection)) {
            scan.find(true, found -> found.forEach(one -> show(one, stackTrace)));
        }
        return 0;
    }

    @Command(
            name = "redrive",
            description = "Send dead letters to " + EventTopic.EVENTS
                    + " again: those that can be read as events by now. An event counts once however often it is sent.",
            mixinStandardHelpOptions = true)
    int redrive(
            @Mixin Selection selection,
            @Mixin Redrive.Options options,
            @Option(names = "--force", description = "Also those that still cannot be read; they come back.")
                    boolean force) {
        selection.check();
        Redrive.Words words = new Redrive.Words(
                "dead letter",
                "dead letters",
                EventTopic.EVENTS,
                LIST,
                "as they are, they cannot be read as events. Mend what wrote them and let it write the right events;"
                        + " --force sends them all the same");
        RunningSystem running = system.get();
        try (EntryScan<DeadLetter> scan = scan(running, selection);
                EventTopicWriter writer = new EventTopicWriter(running)) {
            return new Redrive<DeadLetter, ProducerRecord<byte[], byte[]>>(
                            scan, new DeadLetterDecision(force)::on, words, out())
                    .run(options, writer);
        }
    }

    private void show(Found<DeadLetter> found, boolean stackTrace) {
        DeadLetter letter = found.entry();
        ConsumerRecord<byte @Nullable [], byte @Nullable []> original = letter.original();
        field("id", letter.place().toString());
        field("set aside", letter.time().toString());
        field("reason", PrettyPrinter.line(letter.reason(), 4000));
        field("exception", letter.exception() == null ? "unknown" : PrettyPrinter.line(letter.exception(), 400));
        field("original", letter.origin() + ", written " + Instant.ofEpochMilli(original.timestamp()));
        field("session", letter.sessionId() == null ? "-" : letter.sessionId());
        field("redriven", found.redriven() == null ? "no" : found.redriven().inWords());
        field("key", PrettyPrinter.value(original.key()));
        for (Header header : original.headers()) {
            field("header", PrettyPrinter.line(header.key(), 200) + ": " + PrettyPrinter.value(header.value()));
        }
        byte[] value = original.value();
        field("value", value == null ? "none" : value.length + " bytes");
        if (value != null) {
            out().println(PrettyPrinter.payload(value));
        }
        if (stackTrace && letter.stackTrace() != null) {
            out().println();
            out().println(PrettyPrinter.lines(letter.stackTrace()));
        }
        out().println();
    }

    private void field(String name, String value) {
        out().printf("%-10s %s%n", name, value);
    }

    private EntryScan<DeadLetter> scan(Selection selection) {
        return scan(system.get(), selection);
    }

    private EntryScan<DeadLetter> scan(RunningSystem running, Selection selection) {
        return EntryScan.open(running, EventTopic.DEAD_LETTERS, DeadLetter::of, selection, err());
    }

    private PrintWriter err() {
        return commandLine().getErr();
    }

    private PrintWriter out() {
        return commandLine().getOut();
    }

    private picocli.CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("Only picocli makes this ready to run");
        }
        return spec.commandLine();
    }
}
