/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.lag;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.FixedDelayTask;

/** Lag is measured through connections of its own, not through the projection's. */
@Configuration(proxyBeanMethods = false)
class LagConfiguration {

    private static final int TIMEOUT_MS = 5_000;

    @Bean(defaultCandidate = false)
    Admin lagAdmin(KafkaProperties kafka) {
        Map<String, Object> config = kafka.buildAdminProperties();
        config.put("default.api.timeout.ms", TIMEOUT_MS);
        config.put("request.timeout.ms", TIMEOUT_MS);
        return Admin.create(config);
    }

    @Bean
    LogEnds logEnds(@Qualifier("lagAdmin") Admin admin) {
        return new LogEnds(admin);
    }

    @Bean
    LagMeter lagMeter(LogEnds logEnds, DataSource dataSource, MeterRegistry meters) {
        return new LagMeter(logEnds, JdbcClient.create(dataSource), Clock.systemUTC(), meters);
    }

    @Bean
    FixedDelayTask lagMeasurement(LagMeter meter) {
        return new FixedDelayTask(meter, LagMeter.PERIOD, Duration.ZERO);
    }
}
