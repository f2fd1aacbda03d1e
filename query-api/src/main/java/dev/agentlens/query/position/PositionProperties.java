/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of reads that wait. {@code agentlens.position.max-wait} is set by AGENTLENS_POSITION_MAX_WAIT, and so on.
 *
 * @param maxWait longest wait of a read for its position, whatever it prefers; a gateway must wait longer for a response
 * @param maxWaiting reads that wait at a time; more get 503
 */
@Validated
@ConfigurationProperties("agentlens.position")
record PositionProperties(
        @DefaultValue("60s") @NotNull @DurationMin(seconds = 0) @DurationMax(minutes = 60)
        Duration maxWait,

        @DefaultValue("1000") @Min(1) int maxWaiting) {}
