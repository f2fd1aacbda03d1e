/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.independence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.e2e.check.Lag;
import dev.agentlens.e2e.cluster.Apps;
import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.cluster.ClusterSettings;
import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one side responds while everything that it does not need is unavailable. */
class OutagesIT {

    private static final Duration CATCH_UP = Duration.ofSeconds(120);
    private static final Duration OUTAGE = Duration.ofSeconds(4);

    private final Path target = Path.of(System.getProperty("agentlens.e2e.target"));
    private final Path directory = target.resolve("outages").toAbsolutePath();
    private Cluster cluster;
    private List<URI> ingest;
    private List<URI> query;
    private boolean passed;

    @BeforeEach
    void start() throws IOException {
        Directories.delete(directory);
        Files.createDirectories(directory);
        cluster = new Cluster(new ClusterSettings(
                Apps.unpacked(target), directory, target.resolve("postgres-programs"), Duration.ofSeconds(6)));
        cluster.start();
        ingest = cluster.ingestAddresses();
        query = Cluster.QUERY.stream().map(cluster::queryAddress).toList();
    }

    @AfterEach
    void stop() {
        cluster.close();
        if (passed) {
            Directories.delete(directory);
        }
    }

    @Test
    void eachSideAnswersAsBeforeWithoutTheOther() throws InterruptedException {
        OpenLoad first = loadFor(new OpenLoad(ingest, query, "first").writing(500), OUTAGE);
        awaitProjected();

        List<String> readSide = List.of("projector-1", "projector-2", Cluster.POSTGRES);
        readSide.forEach(name -> cluster.node(name).kill());
        OpenLoad writesAlone = loadFor(new OpenLoad(ingest, query, "alone").writing(500), OUTAGE);
        assertThat(writesAlone.failures())
                .as("Writes without projector and PostgreSQL")
                .isEmpty();
        List.of(Cluster.POSTGRES, "projector-1", "projector-2")
                .forEach(name -> cluster.node(name).start());
        awaitProjected();

        List<String> writeSide = List.of("ingest-1", "ingest-2", Cluster.KAFKA);
        writeSide.forEach(name -> cluster.node(name).kill());
        OpenLoad readsAlone = loadFor(new OpenLoad(ingest, query, "reads").reading(50, "first-0"), OUTAGE);
        assertThat(readsAlone.failures()).as("Reads without ingest and Kafka").isEmpty();
        List.of(Cluster.KAFKA, "ingest-1", "ingest-2")
                .forEach(name -> cluster.node(name).start());
        Waiting.until("All ready", CATCH_UP, cluster::isReady, () -> "not ready: " + cluster.notReady());

        assertThat(first.failures()).isEmpty();
        assertThat(writesAlone.written()).isPositive();
        assertThat(readsAlone.answeredReads()).isPositive();
        passed = true;
    }

    private static OpenLoad loadFor(OpenLoad load, Duration time) throws InterruptedException {
        Waiting.pause(time.toMillis());
        load.close();
        return load;
    }

    private void awaitProjected() {
        try (Lag lag = new Lag(cluster)) {
            Waiting.until("All projected", CATCH_UP, () -> lag.read() == 0, () -> "lag " + lag.read());
        }
    }
}
