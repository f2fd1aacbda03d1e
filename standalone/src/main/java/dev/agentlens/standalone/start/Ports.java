/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.embedded.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports that are open to others. */
public final class Ports {

    private static final int MANAGEMENT_ABOVE_API = 10_000;
    private static final int MAX_PORT = 65_535;

    private Ports() {}

    /** @throws StartException if another program listens on {@code port} */
    public static void requireFree(int port, String flag) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new StartException("Port " + port
                    + " cannot be used: another program listens there, or it needs more rights; choose another with "
                    + flag);
        }
    }

    /** Of probes and metrics: as set, else 10,000 above the API's if that is free, else any. */
    static int management(Settings settings) {
        if (settings.managementPort() != null) {
            requireFree(settings.managementPort(), "AGENTLENS_MANAGEMENT_PORT");
            return settings.managementPort();
        }
        int beside = settings.port() + MANAGEMENT_ABOVE_API;
        return FreePort.preferring(beside <= MAX_PORT ? beside : 0);
    }
}
