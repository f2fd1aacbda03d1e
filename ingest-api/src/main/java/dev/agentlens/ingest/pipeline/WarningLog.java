/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.pipeline;

import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.ingest.validation.Warning;
import dev.agentlens.ingest.validation.WarningKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Logs for operators which values had to be normalised, and how often; the clients' own logs may not show it. */
@Component
public class WarningLog {

    private static final Logger log = LoggerFactory.getLogger(WarningLog.class);

    private final Map<WarningKind, Counter> counters = new EnumMap<>(WarningKind.class);

    public WarningLog(MeterRegistry meters) {
        for (WarningKind kind : WarningKind.values()) {
            counters.put(
                    kind,
                    Counter.builder("agentlens.ingest.warnings")
                            .description("Values that were normalised, and ids used twice")
                            .tag("kind", kind.label())
                            .register(meters));
        }
    }

    public void add(Warning warning) {
        Objects.requireNonNull(counters.get(warning.kind())).increment();
        // Without the message: what clients send is not written to the log.
        log.debug(
                "Normalised {} of events[{}] ({})",
                RequestExcerpt.quoted(warning.field()),
                warning.index(),
                warning.kind());
    }
}
