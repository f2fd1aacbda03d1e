/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.otlp;

import dev.agentlens.otlp.event.OtherSpans;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of OTLP/HTTP. {@code agentlens.otlp.max-body-size} is set by AGENTLENS_OTLP_MAX_BODY_SIZE, and so on.
 *
 * @param maxBodySize largest body of a request, before and after decompression; a gateway must let it pass
 * @param maxItems most spans or log records in one request, with the resources and scopes that they are in
 * @param otherSpans what is done with spans that no dialect knows, such as those of web servers and databases: keep or drop
 */
@Validated
@ConfigurationProperties("agentlens.otlp")
record OtlpProperties(
        @DefaultValue("20MB") @NotNull DataSize maxBodySize,
        @DefaultValue("20000") @Positive @Max(1_000_000) int maxItems,
        @DefaultValue("keep") @NotNull OtherSpans otherSpans) {}
