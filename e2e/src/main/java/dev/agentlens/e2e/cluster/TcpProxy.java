/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A connection path between two processes of this machine that can be made to fail. Bytes are passed on unchanged; a
 * failing path delays, holds or resets, as a network does, but never invents or reorders.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 32 * 1024;

    private final String name;
    private final int port;
    private final int targetPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();

    private volatile Duration delay = Duration.ZERO;
    private volatile boolean holding;
    private volatile boolean closed;
    private @Nullable ServerSocket listener;
    private @Nullable Thread accepting;

    private TcpProxy(String name, int port, int targetPort) {
        this.name = name;
        this.port = port;
        this.targetPort = targetPort;
    }

    /** Listens on {@code port} of the loopback interface and passes on to {@code targetPort} there. */
    public static TcpProxy start(String name, int port, int targetPort) {
        TcpProxy proxy = new TcpProxy(name, port, targetPort);
        proxy.listen();
        return proxy;
    }

    /** Such as {@code ingest-1->kafka}. */
    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Resets every connection; new ones are refused until {@link #heal}. */
    public synchronized void cut() {
        closeQuietly(listener);
        listener = null;
        awaitEndOf(accepting);
        accepting = null;
        open.forEach(TcpProxy::reset);
    }

    /** Delays all data by this time, in both directions. */
    public void delay(Duration by) {
        delay = by;
    }

    /** Connections stay open and new ones are accepted, but no data passes until {@link #heal}. */
    public void blackHole() {
        holding = true;
    }

    /** Works again; what was held is passed on. */
    public void heal() {
        delay = Duration.ZERO;
        holding = false;
        synchronized (change) {
            change.notifyAll();
        }
        synchronized (this) {
            if (listener == null && !closed) {
                listen();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        cut();
        heal();
    }

    private synchronized void listen() {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            listener = socket;
            accepting = start("accept", () -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy " + name + " cannot listen on " + port, e);
        }
    }

    /** The system accepts connections as long as a thread is inside {@code accept}, even if the listener is closed. */
    private static void awaitEndOf(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                start("connect", () -> connect(client, socket));
            } catch (IOException e) {
                // Cut: the listener was closed.
                return;
            }
        }
    }

    private void connect(Socket client, ServerSocket acceptedBy) {
        Socket target = new Socket();
        try {
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), 5_000);
            open.add(target);
            if (acceptedBy.isClosed()) {
                throw new IOException("cut meanwhile");
            }
            start("up", () -> pump(client, target));
            start("down", () -> pump(target, client));
        } catch (IOException e) {
            end(client, target);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitPassage();
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                closeBoth(from, to);
            }
        } catch (IOException e) {
            end(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(from, to);
        }
    }

    private void awaitPassage() throws InterruptedException {
        if (!delay.isZero()) {
            Thread.sleep(delay.toMillis());
        }
        synchronized (change) {
            while (holding) {
                change.wait();
            }
        }
    }

    private void closeBoth(Socket one, Socket other) {
        open.remove(one);
        open.remove(other);
        closeQuietly(one);
        closeQuietly(other);
    }

    private void end(Socket one, Socket other) {
        open.remove(one);
        open.remove(other);
        reset(one);
        reset(other);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(@Nullable AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            // It is gone either way.
        }
    }

    private Thread start(String what, Runnable work) {
        Thread thread = new Thread(null, work, name + " " + what, 128 * 1024);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
