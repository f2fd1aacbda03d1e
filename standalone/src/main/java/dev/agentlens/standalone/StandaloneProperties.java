/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the three roles in one process. {@code agentlens.standalone.max-lag} is set by AGENTLENS_STANDALONE_MAX_LAG.
 *
 * @param maxLag acknowledged events that the read tables may be behind before POST /events waits for them: a flood cannot
 *     outrun the tables, and a read never waits for more than these
 * @param readCacheSize memory for what reads have read, so that the next ones need not ask PostgreSQL; only with the embedded
 *     PostgreSQL. Changes by other processes, such as {@code ./agentlens retention}, are seen after 5 s at the latest. 0: none
 */
@Validated
@ConfigurationProperties("agentlens.standalone")
record StandaloneProperties(
        @DefaultValue("2500") @Min(0) int maxLag,
        @DefaultValue("32MB") @NotNull DataSize readCacheSize) {}
