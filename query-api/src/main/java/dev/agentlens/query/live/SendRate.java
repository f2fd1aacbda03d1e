/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.boot.SettingException;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Bounds what all streams together send, so that a flood of events for many readers leaves time for everything else. */
@Component
class SendRate {

    private static final int PERIODS_PER_SECOND = 10;
    private static final DataSize LEAST = DataSize.ofMegabytes(1);
    private static final Duration LONGEST_TURN = Duration.ofHours(1);

    private final RateLimiter limiter;

    /** @throws SettingException saying what is allowed */
    SendRate(LiveProperties properties) {
        if (properties.maxRate().compareTo(LEAST) < 0) {
            throw new SettingException(
                    "AGENTLENS_LIVE_MAX_RATE is '" + properties.maxRate() + "': it must be at least 1MB");
        }
        limiter = RateLimiter.of(
                "live",
                RateLimiterConfig.custom()
                        .limitRefreshPeriod(Duration.ofSeconds(1).dividedBy(PERIODS_PER_SECOND))
                        .limitForPeriod((int)
                                Math.min(Integer.MAX_VALUE, properties.maxRate().toBytes() / PERIODS_PER_SECOND))
                        .timeoutDuration(LONGEST_TURN)
                        .build());
    }

    /** @param bytes that were sent @return how long their sender must wait before it sends again */
    Duration turn(int bytes) {
        return Duration.ofNanos(Math.max(0, limiter.reservePermission(bytes)));
    }
}
