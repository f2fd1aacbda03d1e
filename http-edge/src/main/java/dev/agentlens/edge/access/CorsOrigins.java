/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import dev.agentlens.boot.SettingException;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;

/**
 * The setting CORS_ORIGINS, each entry as browsers write an origin (RFC 6454, section 6.2): in lower case, without the
 * scheme's own port, and in ASCII.
 *
 * @param exact origins, or {@code *} for any
 * @param patterns origins of subdomains, {@code scheme://*.host[:port]}
 */
record CorsOrigins(List<String> exact, List<String> patterns) {

    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://(?<any>\\*\\.)?(?<host>[^\\[\\]/?#@:*\\s\\\\]+|\\[[0-9a-f:.]+\\])(?::(?<port>[0-9]{1,5}))?/?");
    private static final Pattern HOST = Pattern.compile("([a-z0-9_-]+\\.)*[a-z0-9_-]+|\\[.*");
    private static final int MAX_PORT = 65_535;

    /** @throws SettingException naming CORS_ORIGINS and the entry that can never be the origin of a request */
    static CorsOrigins parse(List<String> setting) {
        List<String> origins = setting.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        if (origins.isEmpty()) {
            throw invalid("");
        }
        if (origins.contains(CorsConfiguration.ALL)) {
            origins.stream()
                    .filter(origin -> !origin.equals(CorsConfiguration.ALL))
                    .forEach(CorsOrigins::canonical);
            return new CorsOrigins(List.of(CorsConfiguration.ALL), List.of());
        }
        List<String> canonical = origins.stream().map(CorsOrigins::canonical).toList();
        return new CorsOrigins(
                canonical.stream().filter(origin -> !isPattern(origin)).toList(),
                canonical.stream().filter(CorsOrigins::isPattern).toList());
    }

    private static boolean isPattern(String origin) {
        return origin.contains("*");
    }

    private static String canonical(String entry) {
        Matcher origin = ORIGIN.matcher(entry.toLowerCase(Locale.ROOT));
        if (!origin.matches()) {
            throw invalid(entry);
        }
        String scheme = origin.group("scheme");
        String any = origin.group("any") == null ? "" : origin.group("any");
        return scheme + "://" + any + host(entry, origin.group("host")) + port(entry, scheme, origin.group("port"));
    }

    private static String host(String entry, String host) {
        try {
            String ascii = host.startsWith("[") ? host : IDN.toASCII(host);
            if (HOST.matcher(ascii).matches()) {
                return ascii;
            }
        } catch (IllegalArgumentException e) {
            // Same error as for any other invalid entry.
        }
        throw invalid(entry);
    }

    private static String port(String entry, String scheme, @Nullable String digits) {
        if (digits == null) {
            return "";
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw invalid(entry);
        }
        boolean ofScheme = (scheme.equals("http") && port == 80) || (scheme.equals("https") && port == 443);
        return ofScheme ? "" : ":" + port;
    }

    private static SettingException invalid(String entry) {
        return new SettingException("CORS_ORIGINS is '" + entry
                + "': it must be *, or origins separated by commas, each scheme://host[:port] or"
                + " scheme://*.host[:port], without a path");
    }
}
