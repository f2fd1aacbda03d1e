/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket echo = open();
    private final TcpProxy proxy = TcpProxy.start("test", new Ports().take(), echo.getLocalPort());

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 10, LOOPBACK);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void startEcho() {
        Thread thread = new Thread(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    Thread each = new Thread(() -> {
                        try (socket) {
                            socket.getInputStream().transferTo(socket.getOutputStream());
                        } catch (IOException e) {
                            // Reset.
                        }
                    });
                    each.setDaemon(true);
                    each.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBytesOnUnchangedAndEndsWithItsPeers() throws IOException {
        byte[] sent = new byte[300_000];
        new Random(1).nextBytes(sent);
        try (Socket socket = connect()) {
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();

            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }

    @Test
    void cutResetsWhatIsOpenAndRefusesWhatIsNewUntilHealed() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);

            proxy.cut();

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
        proxy.heal();
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 8)).isEqualTo(8);
        }
    }

    @Test
    void blackHoleHoldsEverythingUntilHealedAndLosesNothing() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 1)).isEqualTo(1);
            proxy.blackHole();
            socket.getOutputStream().write(2);
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();

            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void delayedBytesArriveInOrder() throws IOException {
        proxy.delay(Duration.ofMillis(20));
        try (Socket socket = connect()) {
            for (int i = 0; i < 10; i++) {
                socket.getOutputStream().write(i);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(socket.getInputStream().read()).isEqualTo(i);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(LOOPBACK, proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static int echoed(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }
}
