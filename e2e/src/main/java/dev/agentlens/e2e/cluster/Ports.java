/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that restart on the same port after they were killed. They are below the ephemeral range, so that
 * no outgoing connection occupies one meanwhile.
 */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int LAST = 31_000;

    private int next = ThreadLocalRandom.current().nextInt(FIRST, LAST - 2_000);

    /** A free port that was not returned before. */
    public int take() {
        while (next < LAST) {
            int port = next++;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken; the next one.
            }
        }
        throw new IllegalStateException("No free port between " + FIRST + " and " + LAST);
    }
}
