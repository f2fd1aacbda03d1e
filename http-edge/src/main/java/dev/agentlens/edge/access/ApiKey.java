/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.boot.SettingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A key that is valid, known by its SHA-256 only, and what it may be used for. */
final class ApiKey {

    private static final String HASHED = "sha256=";
    private static final int HASH_DIGITS = 64;
    private static final String FORM =
            "name:scope:key, where scope is ingest, read, admin or several joined by '+', and key is the key or sha256="
                    + " and the 64 hexadecimal digits of its hash";

    private final Set<KeyScope> scopes;
    private final byte[] digest;

    private ApiKey(Set<KeyScope> scopes, byte[] digest) {
        this.scopes = scopes;
        this.digest = digest;
    }

    /** A key that may do everything. */
    static ApiKey forEverything(String key) {
        return new ApiKey(EnumSet.of(KeyScope.ADMIN), digest(key));
    }

    /**
     * @param entry {@code name:scope[+scope...]:key}
     * @throws SettingException naming AGENTLENS_API_KEYS and the entry's name, never its key
     */
    static ApiKey parse(String entry) {
        String[] parts = entry.split(":", 3);
        if (parts.length < 3 || parts[0].isBlank() || parts[2].isBlank()) {
            throw invalid(parts.length < 3 ? null : parts[0], "is not of the form " + FORM);
        }
        return new ApiKey(scopes(parts[0], parts[1]), digest(parts[0], parts[2]));
    }

    boolean allows(RouteGroup group) {
        return scopes.stream().anyMatch(scope -> scope.allows(group));
    }

    /** In constant time, whatever part of the key matches. */
    boolean is(byte[] sentDigest) {
        return MessageDigest.isEqual(digest, sentDigest);
    }

    /** Its scopes, as they are written in the setting. */
    String scopes() {
        return scopes.stream().map(KeyScope::label).collect(Collectors.joining("+"));
    }

    static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static Set<KeyScope> scopes(String name, String labels) {
        return Arrays.stream(labels.split("\\+", -1))
                .map(label -> scope(name, label.strip()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyScope.class)));
    }

    private static KeyScope scope(String name, String label) {
        return Stream.of(KeyScope.values())
                .filter(scope -> scope.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> invalid(name, "has the scope '" + label + "', which is not one of ingest, read, admin"));
    }

    private static byte[] digest(String name, String key) {
        if (!key.startsWith(HASHED)) {
            return digest(key);
        }
        String digits = key.substring(HASHED.length());
        try {
            if (digits.length() == HASH_DIGITS) {
                return HexFormat.of().parseHex(digits);
            }
        } catch (IllegalArgumentException e) {
            // Same error as for a wrong length.
        }
        throw invalid(name, "has a hash that is not " + HASH_DIGITS + " hexadecimal digits");
    }

    private static SettingException invalid(@Nullable String name, String why) {
        return new SettingException(
                "AGENTLENS_API_KEYS: " + (name == null ? "an entry " : "the entry '" + name + "' ") + why);
    }
}
