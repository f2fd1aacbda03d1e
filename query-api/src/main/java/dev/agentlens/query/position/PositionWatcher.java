/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.position.TablesState.Incarnation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Reports what the read tables contain to any number of requests, with one thread and one connection: all requests that
 * wait when a query starts get its result. The connection is kept for as long as a request is under way that must know
 * whether PostgreSQL crashed meanwhile, and released after that.
 */
@Component
public class PositionWatcher implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(PositionWatcher.class);
    private static final int NETWORK_TIMEOUT_MS = 5_000;
    private static final Duration LONGEST_CONFIRMATION = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "position-watcher");
        thread.setDaemon(true);
        return thread;
    });

    private final List<MonoSink<TablesState>> asking = new ArrayList<>();
    private @Nullable ScheduledFuture<?> nextQuery;
    private int holders;

    /** These are the thread's. */
    private @Nullable Connection connection;

    private long connections;
    private boolean failing;

    PositionWatcher(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Keeps the connection until it is released. */
    public synchronized PositionWatcher hold() {
        holders++;
        return this;
    }

    public synchronized void release() {
        holders--;
        if (holders == 0) {
            thread.execute(this::disconnectUnlessHeld);
        }
    }

    /**
     * The result of a query that starts after this call and before {@code pause} has passed; empty if the database
     * does not respond. Completes on a thread that must not be blocked.
     */
    public Mono<TablesState> ask(Duration pause) {
        return Mono.<TablesState>create(sink -> ask(sink, pause)).publishOn(Schedulers.parallel());
    }

    /** Completes if PostgreSQL has not crashed since; else 503. */
    Mono<Void> confirm(Incarnation since) {
        return ask(Duration.ZERO)
                .timeout(LONGEST_CONFIRMATION)
                .onErrorComplete(TimeoutException.class)
                .map(TablesState::incarnation)
                .filter(since::equals)
                .switchIfEmpty(Mono.error(PositionWatcher::interrupted))
                .then();
    }

    @Override
    public void destroy() {
        thread.execute(this::disconnect);
        thread.shutdown();
    }

    private synchronized void ask(MonoSink<TablesState> sink, Duration pause) {
        asking.add(sink);
        if (nextQuery != null && nextQuery.getDelay(TimeUnit.NANOSECONDS) > pause.toNanos()) {
            nextQuery.cancel(false);
            nextQuery = null;
        }
        if (nextQuery == null) {
            nextQuery = thread.schedule(this::runQuery, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized List<MonoSink<TablesState>> takeAsking() {
        List<MonoSink<TablesState>> taken = List.copyOf(asking);
        asking.clear();
        nextQuery = null;
        return taken;
    }

    private void runQuery() {
        List<MonoSink<TablesState>> askers = takeAsking();
        try {
            TablesState state = query();
            failing = false;
            askers.forEach(asker -> asker.success(state));
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                log.warn(
                        "The read tables do not say how far they are, reads that wait for it go on: {}",
                        e.getMessage());
                failing = true;
            }
            disconnect();
            askers.forEach(MonoSink::success);
        }
    }

    private TablesState query() throws SQLException {
        if (connection == null) {
            connection = dataSource.getConnection();
            connections++;
            // An unreachable server must not block the thread forever.
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MS);
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select server.started, source.topic_id, stands.log_partition, stands.next_offset
                        from (select pg_postmaster_start_time() as started) as server
                        left join projection_source as source on true
                        left join projection_offsets as stands on stands.topic = source.topic
                        """)) {
            OffsetDateTime started = null;
            Map<String, Map<Integer, Long>> nextOffsets = new HashMap<>();
            while (rows.next()) {
                started = rows.getObject("started", OffsetDateTime.class);
                String topicId = rows.getString("topic_id");
                if (topicId != null) {
                    Map<Integer, Long> ofLog = nextOffsets.computeIfAbsent(topicId, id -> new HashMap<>());
                    int partition = rows.getInt("log_partition");
                    if (!rows.wasNull()) {
                        ofLog.put(partition, rows.getLong("next_offset"));
                    }
                }
            }
            return new TablesState(new Incarnation(connections, Objects.requireNonNull(started)), nextOffsets);
        }
    }

    private void disconnectUnlessHeld() {
        synchronized (this) {
            if (holders > 0) {
                return;
            }
        }
        disconnect();
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The connection is unusable anyway, which is why it is closed.
            }
            connection = null;
        }
    }

    private static ApiException interrupted() {
        return ApiException.unavailable(
                "PostgreSQL was restarted or cut off while this was read; send the same request again",
                Duration.ofSeconds(1));
    }
}
