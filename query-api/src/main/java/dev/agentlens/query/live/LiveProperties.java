/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Streams of events. {@code agentlens.live.max-streams} is set by AGENTLENS_LIVE_MAX_STREAMS, and so on.
 *
 * @param maxStreams streams that are open at a time; more get 503
 * @param poll how often the read tables are queried for new events, while a stream is open
 * @param heartbeat the longest silence of a stream; a proxy must wait longer
 * @param maxRate what all streams together send in a second, at least 1MB; what is above it waits
 * @param buffer how far a client may be behind, in the JSON of all new events, before its stream ends with {@code slow}
 */
@Validated
@ConfigurationProperties("agentlens.live")
record LiveProperties(
        @DefaultValue("1000") @Min(1) int maxStreams,

        @DefaultValue("100ms") @NotNull @DurationMin(millis = 10) @DurationMax(seconds = 10)
        Duration poll,

        @DefaultValue("15s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration heartbeat,

        @DefaultValue("64MB") @NotNull DataSize maxRate,

        @DefaultValue("16MB") @NotNull DataSize buffer) {}
