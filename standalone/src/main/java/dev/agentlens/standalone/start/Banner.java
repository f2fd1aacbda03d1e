/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.agentlens.servers.Settings;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What a person needs to know once everything serves. */
final class Banner {

    private Banner() {}

    static void print(PrintStream out, StandaloneSettings standalone, Map<String, Object> properties, Duration taken) {
        Settings settings = standalone.servers();
        String probes = "http://localhost:" + properties.get("management.server.port") + "/actuator";
        out.printf(Locale.ROOT, "%n  AgentLens is ready (%.1f s)%n%n", taken.toMillis() / 1000.0);
        line(out, "Dashboard", settings.url() + ", in a browser");
        line(out, "API", settings.url());
        line(out, "OTLP", otlp(settings, (int) properties.getOrDefault(StandaloneProcess.OTLP_PORT, 0)));
        line(
                out,
                "Access",
                standalone.keyNeeded()
                        ? "X-API-Key needed"
                        : "dev mode: no key needed (set AGENTLENS_API_KEY to need one)");
        line(out, "Data", settings.dataDirectory().toString());
        line(
                out,
                "Kafka",
                settings.kafka() == null
                        ? properties.get("spring.kafka.bootstrap-servers") + " (embedded)"
                        : settings.kafka());
        line(
                out,
                "PostgreSQL",
                settings.database() == null
                        ? properties.get("spring.datasource.url") + " (embedded)"
                        : "as set by AGENTLENS_DATABASE_URL");
        line(
                out,
                "Memory",
                "heap of up to " + heapBytes() / (1024 * 1024)
                        + " MB (AGENTLENS_MEMORY sets what the process may take)");
        line(out, "Probes", probes + "/health/readiness, metrics at " + probes + "/prometheus");
        line(out, "Log", settings.dataDirectory().resolve("logs/agentlens.log").toString());
        out.printf("%n  ./agentlens demo   feeds it a few example sessions%n  Ctrl-C             stops everything%n%n");
    }

    private static String otlp(Settings settings, int port) {
        return "OTEL_EXPORTER_OTLP_ENDPOINT="
                + (port == 0 ? settings.url() : settings.url(port) + ", or the address of the API");
    }

    /** As it was set: {@link Runtime#maxMemory} leaves out what the collector keeps for itself. */
    private static long heapBytes() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return jvm == null
                ? Runtime.getRuntime().maxMemory()
                : Long.parseLong(jvm.getVMOption("MaxHeapSize").getValue());
    }

    private static void line(PrintStream out, String label, String value) {
        out.printf("  %-11s %s%n", label, value);
    }
}
