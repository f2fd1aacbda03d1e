/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.embedded.FreePort;
import dev.agentlens.servers.Ports;
import dev.agentlens.servers.Settings;
import dev.agentlens.servers.StartException;
import dev.agentlens.servers.Variables;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is decided before the roles start.
 *
 * @param managementPort of probes and metrics; AGENTLENS_MANAGEMENT_PORT, null: chosen beside the API's
 * @param otlpPort the second port of the API; AGENTLENS_OTLP_PORT, 0: none, null: 4318 if that is free
 * @param keyNeeded whether AGENTLENS_API_KEY or AGENTLENS_API_KEYS has one
 */
record StandaloneSettings(
        Settings servers,
        @Nullable Integer managementPort,
        @Nullable Integer otlpPort,
        boolean keyNeeded) {

    private static final String MANAGEMENT_PORT = "AGENTLENS_MANAGEMENT_PORT";
    private static final String OTLP_PORT = "AGENTLENS_OTLP_PORT";
    private static final int MANAGEMENT_ABOVE_API = 10_000;
    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_OTLP = 4318;

    /** @throws StartException naming the variable that is wrong */
    static StandaloneSettings from(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new StandaloneSettings(
                Settings.from(variables),
                variables.port(MANAGEMENT_PORT),
                "0".equals(variables.text(OTLP_PORT)) ? Integer.valueOf(0) : variables.port(OTLP_PORT),
                Stream.of("AGENTLENS_API_KEY", "AGENTLENS_API_KEYS")
                        .map(variables::text)
                        .anyMatch(StandaloneSettings::hasElement));
    }

    /**
     * Where OpenTelemetry's exporters send by default: as set, else 4318 if that is free; 0: nowhere but to the API.
     *
     * @throws StartException if the one that is set is not free
     */
    int freeOtlpPort() {
        if (otlpPort == null) {
            return Ports.isFree(DEFAULT_OTLP) ? DEFAULT_OTLP : 0;
        }
        if (otlpPort != 0) {
            Ports.requireFree(otlpPort, OTLP_PORT);
        }
        return otlpPort;
    }

    /**
     * Of probes and metrics: as set, else 10,000 above the API's if that is free, else any.
     *
     * @throws StartException if the one that is set is not free
     */
    int freeManagementPort() {
        if (managementPort != null) {
            Ports.requireFree(managementPort, MANAGEMENT_PORT);
            return managementPort;
        }
        int beside = servers.port() + MANAGEMENT_ABOVE_API;
        return FreePort.preferring(beside <= MAX_PORT ? beside : 0);
    }

    private static boolean hasElement(@Nullable String list) {
        return list != null && !list.replace(",", "").isBlank();
    }
}
