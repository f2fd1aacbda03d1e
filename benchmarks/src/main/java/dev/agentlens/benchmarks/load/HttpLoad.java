/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import dev.agentlens.benchmarks.report.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Sends requests over kept connections on the caller's thread. Written for machines where client and servers share few
 * cores: no thread beside the caller's, no copy of a body, nothing of a response kept.
 */
public final class HttpLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long LONGEST_SPIN_NS = 1_000_000;
    private static final long NAP_NS = 50_000;
    private static final long NAP_LIMIT_NS = 10_000_000;

    private final int port;
    private final Selector selector;
    private final Requests requests;
    private final Consumer<Response> answers;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();

    private Histogram latencies = new Histogram(3);
    private final Map<Integer, Long> statuses = new HashMap<>();
    private long items;
    private long bodyBytes;
    private boolean untilAccepted;

    /** Whose every response is only counted. */
    public HttpLoad(int port, int connections, Requests requests) {
        this(port, connections, requests, answer -> {});
    }

    /** @param answers is called with each response when it is complete, on the thread that runs the load */
    public HttpLoad(int port, int connections, Requests requests, Consumer<Response> answers) {
        this.port = port;
        this.requests = requests;
        this.answers = answers;
        try {
            selector = Selector.open();
            for (int i = 0; i < connections; i++) {
                Connection connection = new Connection();
                this.connections.add(connection);
                idle.add(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot connect to port " + port, e);
        }
    }

    /** Runs for {@code warmUp}, then measures for {@code measured}, then waits for what is still under way. */
    public LoadResult run(Pace pace, Duration warmUp, Duration measured) {
        long begin = System.nanoTime();
        long measureFrom = begin + warmUp.toNanos();
        long end = measureFrom + measured.toNanos();
        untilAccepted = pace instanceof Pace.UpTo;
        try {
            drive(pace, begin, measureFrom);
            latencies = new Histogram(3);
            statuses.clear();
            items = 0;
            bodyBytes = 0;
            drive(pace, measureFrom, end);
            long itemsInTime = items;
            double seconds = (System.nanoTime() - measureFrom) / 1e9;
            drain();
            return new LoadResult(itemsInTime, seconds, Latency.of(latencies), new HashMap<>(statuses), bodyBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The connection broke; see the server's log", e);
        }
    }

    /** Sends all that is due before {@code end}, late if it must be. */
    private void drive(Pace pace, long begin, long end) throws IOException {
        long sent = 0;
        while (true) {
            long now = System.nanoTime();
            long due = pace.due(begin, sent, now);
            if (due >= end) {
                return;
            }
            if (idle.isEmpty()) {
                requirePatience(end);
                await(now + NAP_LIMIT_NS);
            } else if (due <= now) {
                idle.remove().send(due);
                sent++;
            } else {
                await(due);
            }
        }
    }

    private void drain() throws IOException {
        long end = System.nanoTime();
        while (idle.size() < connections.size()) {
            requirePatience(end);
            await(System.nanoTime() + NAP_LIMIT_NS);
        }
    }

    private static void requirePatience(long end) throws IOException {
        if (System.nanoTime() - end > PATIENCE.toNanos()) {
            throw new IOException("No answer within " + PATIENCE.toMinutes() + " min");
        }
    }

    /** Until something can be read or written, or until {@code when}. */
    private void await(long when) throws IOException {
        long left = when - System.nanoTime();
        if (left >= LONGEST_SPIN_NS) {
            selector.select(left / 1_000_000);
        } else {
            // Selectors support full milliseconds only.
            LockSupport.parkNanos(Math.min(left, NAP_NS));
            selector.selectNow();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            ((Connection) key.attachment()).proceed();
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                connection.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close", e);
        }
    }

    /** Has one request under way at a time. Where it breaks, that counts as status 0, and it is re-created. */
    private final class Connection {

        private final ByteBuffer out = ByteBuffer.allocateDirect(requests.capacity());
        private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
        private final Response response = new Response();
        private SocketChannel channel;
        private SelectionKey key;
        private long due;
        private int start;
        private int carried;

        Connection() throws IOException {
            channel = connect();
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        private SocketChannel connect() throws IOException {
            SocketChannel fresh = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
            fresh.configureBlocking(false);
            return fresh;
        }

        private void reconnect() throws IOException {
            channel.close();
            response.abandon();
            channel = connect();
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(long dueAt) throws IOException {
            due = dueAt;
            carried = requests.next(out);
            start = out.position();
            begin();
        }

        private void begin() throws IOException {
            try {
                write();
            } catch (IOException e) {
                fail();
            }
        }

        private void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        void proceed() throws IOException {
            boolean answered = false;
            try {
                answered = key.isReadable() && read();
                if (!answered && key.isWritable()) {
                    write();
                }
            } catch (IOException e) {
                fail();
            }
            if (answered) {
                complete();
            }
        }

        /** True when the response is complete. */
        private boolean read() throws IOException {
            int came;
            while ((came = channel.read(in.clear())) > 0) {
                if (response.take(in.flip())) {
                    return true;
                }
            }
            if (came < 0) {
                throw new IOException("The server closed the connection");
            }
            return false;
        }

        private void complete() throws IOException {
            bodyBytes += response.bodyBytes();
            answers.accept(response);
            // A refusal may come before all is sent; the rest would be taken for the next request.
            if (out.hasRemaining() || "close".equalsIgnoreCase(response.header("Connection"))) {
                reconnect();
            }
            if (response.status() / 100 == 2) {
                items += carried;
            }
            end(response.status());
        }

        private void fail() throws IOException {
            reconnect();
            end(0);
        }

        private void end(int status) throws IOException {
            latencies.recordValue(System.nanoTime() - due);
            statuses.merge(status, 1L, Long::sum);
            if (untilAccepted && (status == 503 || status == 0)) {
                due = System.nanoTime();
                out.position(start);
                begin();
            } else {
                idle.add(this);
            }
        }
    }
}
