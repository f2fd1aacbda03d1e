/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.embedded.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which instance of which role runs where, all on the loopback interface: {@code ingest-1} at the gateway's port and 101,
 * {@code query-1} at it and 301, their probes 400 above that, where those are free. Not far above: a port from which the
 * system takes those of outgoing connections might be taken when an instance comes back to it.
 *
 * @param environment of every role: what this process has, and where Kafka and PostgreSQL are
 */
record Roles(RoleApps apps, Map<String, String> environment, Path logs, int gatewayPort) {

    private static final int INGEST = 100;
    private static final int PROJECTOR = 200;
    private static final int QUERY = 300;
    private static final int MANAGEMENT = 400;
    private static final int MAX_PORT = 65_535;

    List<Program> ingest(int count) {
        return instances("ingest-", "ingest-api", INGEST, count);
    }

    List<Program> projectors(int count) {
        return instances("projector-", "projector", PROJECTOR, count);
    }

    List<Program> query(int count) {
        return instances("query-", "query-api", QUERY, count);
    }

    /** {@code HOST:PORT} of an instance's API. */
    static String address(Program program) {
        return "127.0.0.1:" + program.environment().get("PORT");
    }

    private List<Program> instances(String prefix, String role, int portOffset, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> program(prefix + number, role, portOffset + number))
                .toList();
    }

    private Program program(String name, String role, int portOffset) {
        int port = port(gatewayPort + portOffset);
        int management = port(gatewayPort + portOffset + MANAGEMENT);
        Map<String, String> own = new LinkedHashMap<>(environment);
        own.put("PORT", Integer.toString(port));
        own.put("SERVER_ADDRESS", "127.0.0.1");
        own.put("AGENTLENS_MANAGEMENT_PORT", Integer.toString(management));
        // One proxy, the gateway.
        own.putIfAbsent("AGENTLENS_TRUST_PROXY", "1");
        return new Program(
                name,
                new ArrayList<>(apps.command(role)),
                own,
                logs.resolve(name + ".log"),
                URI.create("http://127.0.0.1:" + management + "/actuator/health/readiness"));
    }

    private static int port(int preferred) {
        return FreePort.preferring(preferred <= MAX_PORT ? preferred : 0);
    }
}
