/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.cli.connect.RunningKafka;
import dev.agentlens.cli.terminal.PastTime;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Terminal;
import dev.agentlens.cli.terminal.Usage;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.json.JsonReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens tail}: the log as it grows, until Ctrl-C. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the events of " + EventTopic.EVENTS
                    + " as they come in, one a line, until Ctrl-C; then what was seen."
                    + " A session's events come in order; times are those of the events.",
            "Options that filter may be repeated: one of the values must fit. Of different ones, all must.",
            "Exit code 0: ended; 1: Kafka cannot be read; 2: called wrongly."
        })
public final class TailCommand implements Callable<Integer> {

    private static final int REMEMBERED_SESSIONS = 50_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from-beginning", description = "Begin with the oldest event that the log has.")
    private boolean fromBeginning;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PastTime.class,
            description = "Begin with what was received at this time: ISO 8601 (UTC without a zone), or a duration back"
                    + " such as 10m, 2h, 3d.")
    private @Nullable Instant since;

    @Option(names = "--session", paramLabel = "ID", description = "Of this session.")
    private Set<String> sessions = new LinkedHashSet<>();

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Of this agent: named by the event, or by an earlier one of its session that tail has read.")
    private Set<String> agents = new LinkedHashSet<>();

    @Option(names = "--type", paramLabel = "TYPE", description = "Of this event_type.")
    private Set<String> types = new LinkedHashSet<>();

    @Option(names = "--model", paramLabel = "NAME", description = "Of this model.")
    private Set<String> models = new LinkedHashSet<>();

    @Option(
            names = "--errors",
            description =
                    "Errors only: error, agent_error, tool_error, sessions that ended otherwise than completed, and"
                            + " records that no projection can read.")
    private boolean errors;

    @Option(
            names = "--json",
            description =
                    "For pipes: each event's JSON, one a line, as it is in the topic but for escapes of characters that"
                            + " do not print. What cannot be read is reported on standard error.")
    private boolean json;

    @Option(names = "--max", paramLabel = "N", description = "End after so many.")
    private @Nullable Long max;

    private final Tally tally = new Tally();

    /** @param environment says where Kafka is, and whether colours are wanted */
    public TailCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Usage.require(spec, !fromBeginning || since == null, "--from-beginning and --since exclude each other");
        Usage.require(spec, max == null || max > 0, "--max must be at least 1, not " + max);
        RunningKafka kafka = RunningKafka.find(environment);
        long begun = System.nanoTime();
        try (LogFollower log = LogFollower.open(kafka, EventTopic.EVENTS, start(), this::report);
                EndOnSignal signal = new EndOnSignal(log)) {
            report("Following " + EventTopic.EVENTS + " at " + kafka.servers() + "; Ctrl-C ends");
            if (follow(log)) {
                report(tally.text(Duration.ofNanos(System.nanoTime() - begun)));
            }
        }
        return 0;
    }

    private StartAt start() {
        if (since != null) {
            return new StartAt.Since(since);
        }
        return fromBeginning ? new StartAt.Beginning() : new StartAt.End();
    }

    /** @return false if nobody reads the output any more, as when {@code | head} has enough */
    private boolean follow(LogFollower log) {
        EventFilter filter = new EventFilter(sessions, agents, types, models, errors);
        SessionAgents known = new SessionAgents(REMEMBERED_SESSIONS);
        SummaryLine summary = new SummaryLine(Terminal.wantsColour(environment));
        PrintWriter out = spec.commandLine().getOut();
        try {
            while (!isEnough()) {
                for (ConsumerRecord<byte[], byte[]> record : log.next()) {
                    LogLine line = LogLine.of(record, known);
                    if (filter.includes(line) && !isEnough()) {
                        print(line, summary, out);
                        tally.add(line);
                    }
                }
                if (out.checkError()) {
                    return false;
                }
            }
        } catch (WakeupException e) {
            out.flush();
        }
        return true;
    }

    private boolean isEnough() {
        return max != null && tally.shown() >= max;
    }

    private void print(LogLine line, SummaryLine summary, PrintWriter out) {
        if (!json) {
            out.print(summary.of(line) + "\n");
        } else if (line instanceof LogLine.Event seen) {
            out.print(PrettyPrinter.jsonLine(JsonReader.read(seen.value(), JsonReader::value)) + "\n");
        } else {
            report(new SummaryLine(false).of(line));
        }
    }

    private void report(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("agentlens: " + sentence);
        err.flush();
    }

    /** On Ctrl-C the JVM ends as soon as its hooks do: this one waits until the summary is printed. */
    private static final class EndOnSignal implements AutoCloseable {

        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread hook;

        EndOnSignal(LogFollower log) {
            hook = new Thread(() -> {
                log.wakeUp();
                try {
                    ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void close() {
            ended.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It runs.
            }
        }
    }
}
