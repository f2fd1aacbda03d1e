/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Settings whose value is in a file, as orchestrators hand over secrets: {@code AGENTLENS_API_KEY_FILE} names the file
 * that holds {@code AGENTLENS_API_KEY}. Works for every variable of ours and of Spring's.
 */
public final class SecretFiles implements EnvironmentPostProcessor {

    private static final String SUFFIX = "_FILE";
    private static final Pattern NAMES_A_FILE = Pattern.compile("(AGENTLENS|SPRING|SERVER)_\\w+" + SUFFIX);
    private static final long MAX_BYTES = 64 * 1024;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        addTo(environment);
    }

    /**
     * Has the environment find the variables whose values are in files.
     *
     * @throws SettingException as {@link #resolved} does
     */
    public static void addTo(ConfigurableEnvironment environment) {
        Map<String, Object> contents = new LinkedHashMap<>(contents(environment.getSystemEnvironment()));
        if (!contents.isEmpty()) {
            environment
                    .getPropertySources()
                    .addAfter(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            // Named so that a variable's spelling (A_B for a.b) is understood here too.
                            new SystemEnvironmentPropertySource(
                                    "secretFiles-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                    contents));
        }
    }

    /**
     * The environment, with the variables whose values are in files.
     *
     * @throws SettingException if a file cannot be read, is empty or larger than 64 KiB, or its variable is set as well
     */
    public static Map<String, String> resolved(Map<String, String> environment) {
        Map<String, String> resolved = new LinkedHashMap<>(environment);
        resolved.putAll(contents(environment));
        return resolved;
    }

    private static Map<String, String> contents(Map<String, ?> environment) {
        Map<String, String> contents = new LinkedHashMap<>();
        environment.forEach((name, file) -> {
            if (NAMES_A_FILE.matcher(name).matches() && !file.toString().isBlank()) {
                String variable = name.substring(0, name.length() - SUFFIX.length());
                if (environment.containsKey(variable)) {
                    throw new SettingException(name + " and " + variable + " are both set; keep one of them");
                }
                contents.put(variable, content(name, file.toString().strip()));
            }
        });
        return contents;
    }

    private static String content(String name, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_BYTES) {
                throw new SettingException(name + " is '" + file + "', which is larger than 64 KiB");
            }
            // Editors and echo end the last line.
            String content = Files.readString(path, UTF_8).strip();
            if (content.isEmpty()) {
                throw new SettingException(name + " is '" + file + "', which is empty");
            }
            return content;
        } catch (IOException | InvalidPathException e) {
            throw new SettingException(
                    name + " is '" + file + "', which must be a file that this process may read, in UTF-8");
        }
    }
}
