/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports that are open to others. */
public final class Ports {

    private Ports() {}

    /** @throws StartException if another program listens on {@code port} */
    public static void requireFree(int port, String flag) {
        if (!isFree(port)) {
            throw new StartException("Port " + port
                    + " cannot be used: another program listens there, or it needs more rights; choose another with "
                    + flag);
        }
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
