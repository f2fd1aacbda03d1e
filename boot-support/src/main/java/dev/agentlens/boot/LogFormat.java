/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import java.util.List;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses a log format that Spring Boot does not know, before it sets up logging: its own error would be a stack trace. */
public final class LogFormat implements EnvironmentPostProcessor {

    private static final String VARIABLE = "AGENTLENS_LOG_FORMAT";
    private static final List<String> KNOWN = List.of("ecs", "gelf", "logstash");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String format = environment.getProperty(VARIABLE, "");
        if (!format.isEmpty() && !KNOWN.contains(format)) {
            throw new SettingException(VARIABLE + " is '" + format + "': it must be one of " + String.join(", ", KNOWN)
                    + ", or not set for text");
        }
    }
}
