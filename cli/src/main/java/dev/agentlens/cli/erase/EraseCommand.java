/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.erase;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.terminal.Confirmation;
import dev.agentlens.cli.terminal.Usage;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.vocabulary.SessionIdForm;
import dev.agentlens.readmodel.tables.ReadSchema;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens erase}. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erases a session for good: its events leave the read tables and the analytics, and neither a rebuild nor an"
                    + " agent that sends them again brings them back. The log says so from then on; other consumers of "
                    + EventTopic.EVENTS + " are expected to do the same.",
            "Kafka keeps the bytes of its events until its own retention deletes them."
        },
        footer = {"", "Exit code: 0 erased, 1 not, or not yet (the line says why), 2 called wrongly."})
public final class EraseCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(100);

    @Option(names = "--session", paramLabel = "ID", required = true, description = "The session to erase.")
    private String sessionId = "";

    @Option(names = "--dry-run", description = "Only say what would be erased.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Erase without asking.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait until a projector has done it (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Spec
    private CommandSpec spec;

    private final Supplier<RunningSystem> running;

    public EraseCommand(Supplier<RunningSystem> running) {
        this.running = running;
    }

    @Override
    public Integer call() {
        Usage.require(
                spec,
                SessionIdForm.matches(sessionId),
                "--session must have 1 to 128 characters of A-Z a-z 0-9 _ - . :");
        Usage.require(spec, waitSeconds >= 0, "--wait must not be negative");
        RunningSystem system = running.get();
        PrintWriter out = spec.commandLine().getOut();
        try (HikariDataSource database = system.dataSource(ReadSchema.LIVE, 1)) {
            JdbcClient jdbc = JdbcClient.create(database);
            out.println("Session " + sessionId + " " + found(jdbc));
            if (dryRun) {
                out.println("This was a dry run: nothing was erased.");
                return 0;
            }
            if (!yes && !Confirmation.ask("Erase it for good?", out, System.in)) {
                out.println("Nothing was erased.");
                return 0;
            }
            RecordMetadata written = ErasureWriter.write(system, sessionId, Instant.now());
            awaitProjected(jdbc, written);
            out.println("Erased. The log says so in partition " + written.partition() + " at offset " + written.offset()
                    + "; Kafka keeps the bytes of its events until its own retention deletes them.");
            return 0;
        } catch (DataAccessException e) {
            throw new CommandFailedException(
                    "PostgreSQL does not answer: " + e.getMostSpecificCause().getMessage() + "; is it running?", e);
        }
    }

    private String found(JdbcClient jdbc) {
        return jdbc.sql("select distinct_events from sessions where session_id = :session_id")
                .param("session_id", sessionId)
                .query(Long.class)
                .optional()
                .map(events -> "has " + events + " events in the read tables.")
                .orElse("is not in the read tables; events of it that arrive once it is erased are not applied.");
    }

    private void awaitProjected(JdbcClient jdbc, RecordMetadata written) {
        long deadline = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        while (!isProjected(jdbc, written)) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailedException("The log has the erasure, but no projector took it in within "
                        + waitSeconds + " s; it will be done once one does");
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException("Interrupted; the log has the erasure", e);
            }
        }
    }

    private static boolean isProjected(JdbcClient jdbc, RecordMetadata written) {
        return jdbc.sql(
                        "select next_offset from projection_offsets where topic = :topic and log_partition = :partition")
                .param("topic", EventTopic.EVENTS)
                .param("partition", written.partition())
                .query(Long.class)
                .optional()
                .filter(next -> next > written.offset())
                .isPresent();
    }
}
