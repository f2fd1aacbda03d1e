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
    private static final int DEFAULT_OTLP = 4318;

    private Ports() {}

    /** @throws StartException if another program listens on {@code port} */
    public static void requireFree(int port, String flag) {
        if (!isFree(port)) {
            throw new StartException("Port " + port
                    + " cannot be used: another program listens there, or it needs more rights; choose another with "
                    + flag);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where OpenTelemetry's exporters send by default: as set, else 4318 if that is free; 0: nowhere but to the API. */
    static int otlp(Settings settings) {
        Integer wanted = settings.otlpPort();
        if (wanted == null) {
            return isFree(DEFAULT_OTLP) ? DEFAULT_OTLP : 0;
        }
        if (wanted != 0) {
            requireFree(wanted, "AGENTLENS_OTLP_PORT");
        }
        return wanted;
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
