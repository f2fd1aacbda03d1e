/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Traces are made where AGENTLENS_OTLP_ENDPOINT says where they go, and nowhere else: without it none of what makes them is
 * put together.
 */
public final class TraceExport implements EnvironmentPostProcessor {

    private static final String VARIABLE = "AGENTLENS_OTLP_ENDPOINT";
    private static final String EXCLUDE = "spring.autoconfigure.exclude";
    private static final List<String> MADE_OF = List.of(
            "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            "org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
            "org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String endpoint = environment.getProperty(VARIABLE, "").strip();
        if (!endpoint.isEmpty()) {
            requireUrl(endpoint);
            return;
        }
        String excluded = environment.getProperty(EXCLUDE, "");
        String all = String.join(
                ",",
                Stream.concat(Stream.of(excluded), MADE_OF.stream())
                        .filter(name -> !name.isBlank())
                        .toList());
        environment.getPropertySources().addFirst(new MapPropertySource("withoutTraces", Map.of(EXCLUDE, all)));
    }

    private static void requireUrl(String endpoint) {
        try {
            URI url = new URI(endpoint);
            if (List.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new SettingException(VARIABLE + " is '" + endpoint
                + "': it must be the URL of an OTLP receiver, such as http://localhost:4318/v1/traces");
    }
}
