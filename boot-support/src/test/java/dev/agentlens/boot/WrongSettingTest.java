/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/** Starts an application with one variable that is wrong. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AGENTLENS_SOME_THREADS        | 0    | AGENTLENS_SOME_THREADS is '0': it must be greater than or equal to 1
            AGENTLENS_SOME_THREADS        | 65   | AGENTLENS_SOME_THREADS is '65': it must be less than or equal to 64
            AGENTLENS_SOME_THREADS        | many | AGENTLENS_SOME_THREADS is 'many': it must be a whole number
            AGENTLENS_SOME_MAX_BODY_SIZE  | big  | AGENTLENS_SOME_MAX_BODY_SIZE is 'big': it must be a size such as 512KB or 10MB
            AGENTLENS_SOME_RETRY_AFTER    | soon | AGENTLENS_SOME_RETRY_AFTER is 'soon': it must be a duration such as 250ms, 6s or 2m
            AGENTLENS_SOME_EXACT          | ja   | AGENTLENS_SOME_EXACT is 'ja': it must be true or false
            AGENTLENS_SOME_LEVEL          | mid  | AGENTLENS_SOME_LEVEL is 'mid': it must be one of LOW, HIGH
            AGENTLENS_SOME_PASSWORD_ROUNDS | x    | AGENTLENS_SOME_PASSWORD_ROUNDS: it must be a whole number
            """)
    void isNamedInOneLineWithWhatIsAllowed(String variable, String value, String sentence, CapturedOutput log) {
        Throwable failure = catchThrowable(() -> start(Map.of(variable, value)));

        assertThat(WrongSetting.in(failure)).contains(sentence);
        assertThat(log.getAll().lines().filter(line -> line.contains("ERROR")))
                .singleElement()
                .asString()
                .endsWith("Not started: " + sentence);
        assertThat(log).doesNotContain("APPLICATION FAILED TO START");
    }

    @Test
    void otherFailuresAreNoSettings() {
        assertThat(WrongSetting.in(new IllegalStateException("broken", new RuntimeException("deeper"))))
                .isEmpty();
    }

    private static void start(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        SpringApplication application = new SpringApplication(Some.class);
        application.setEnvironment(environment);
        application.run().close();
    }

    @Configuration
    @EnableConfigurationProperties(SomeProperties.class)
    static class Some {}

    enum Level {
        LOW,
        HIGH
    }

    @Validated
    @ConfigurationProperties("agentlens.some")
    record SomeProperties(
            @DefaultValue("1") @Min(1) @Max(64) int threads,
            @DefaultValue("1MB") DataSize maxBodySize,
            @DefaultValue("1s") Duration retryAfter,
            @DefaultValue("true") boolean exact,
            @DefaultValue("low") Level level,
            @DefaultValue("1") int passwordRounds) {}
}
