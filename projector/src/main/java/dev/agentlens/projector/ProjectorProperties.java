/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the projector. {@code agentlens.projector.max-poll-records} is set by AGENTLENS_PROJECTOR_MAX_POLL_RECORDS,
 * and so on.
 *
 * @param group consumer group in Kafka; projectors that fill the same tables share it
 * @param concurrency consumer threads, each with a database connection of its own; more, over all projectors, than
 *     partitions are idle
 * @param maxPollRecords events in one transaction at most; it also ends with 8 MB of them. {@code ./agentlens up} uses 1000,
 *     since what is under way takes room in its small heap
 * @param linger while events keep coming, the time from one transaction to the next: a longer one takes fewer transactions,
 *     and events become visible later. The first event after a pause does not wait. {@code ./agentlens up} uses 50ms, since
 *     there a read that needs an event has it projected at once
 * @param sessionsTopic whether the latest state of each session is published to agentlens.sessions.v1
 * @param retryBackoff first pause after a failure that may pass, doubled at each further one
 * @param maxRetryBackoff longest pause between tries, which never end
 * @param stoppedRetry how often a partition that has stopped, because the log lost what comes next, is tried again
 */
@Validated
@ConfigurationProperties("agentlens.projector")
public record ProjectorProperties(
        @DefaultValue("agentlens-projector") @NotBlank String group,
        @DefaultValue("2") @Min(1) @Max(64) int concurrency,
        @DefaultValue("2000") @Positive @Max(50_000) int maxPollRecords,

        @DefaultValue("10ms") @NotNull @DurationMax(seconds = 10)
        Duration linger,

        @DefaultValue("true") boolean sessionsTopic,

        @DefaultValue("200ms") @NotNull @DurationMin(millis = 1)
        Duration retryBackoff,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1)
        Duration maxRetryBackoff,

        @DefaultValue("30s") @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 24)
        Duration stoppedRetry) {}
