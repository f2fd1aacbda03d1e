/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables, read as what they must be. A blank one counts as not set. */
public record Variables(Map<String, String> environment) {

    private static final int MAX_PORT = 65_535;

    public @Nullable String text(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /**
     * 1 to 65535; null if it is not set.
     *
     * @throws StartException if it is no port
     */
    public @Nullable Integer port(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX_PORT) {
            throw new StartException(name + " must be a port from 1 to 65535, not '" + value + "'");
        }
        return Integer.valueOf(value);
    }

    Path directory(String name, String fallback) {
        String value = text(name);
        try {
            return Path.of(value == null ? fallback : value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new StartException(name + " must be a directory, not '" + value + "'");
        }
    }

    boolean flag(String name) {
        String value = text(name);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        throw new StartException(name + " must be true or false, not '" + value + "'");
    }
}
