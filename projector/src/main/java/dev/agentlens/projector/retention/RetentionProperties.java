/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.retention;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the read tables keep sessions; AGENTLENS_RETENTION_DAYS.
 *
 * @param days after its last event a session is taken out of the read tables, within an hour; 0: never
 */
@Validated
@ConfigurationProperties("agentlens.retention")
public record RetentionProperties(
        @DefaultValue("0") @Min(0) @Max(36_500) int days) {}
