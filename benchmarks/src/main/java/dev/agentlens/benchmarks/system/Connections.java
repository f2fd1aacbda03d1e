/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Whether somebody listens. */
final class Connections {

    private Connections() {}

    static boolean areTaken(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
