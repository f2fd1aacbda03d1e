/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The API keys that a request brings, in the forms that clients have for them. */
final class SentKeys {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private SentKeys() {}

    /**
     * {@code X-API-Key: KEY}, {@code Authorization: Bearer KEY} (RFC 6750), or {@code Authorization: Basic} with the key as
     * the password of any user (RFC 7617). One of them being valid is enough.
     */
    static List<String> of(HttpHeaders headers) {
        List<String> keys = new ArrayList<>(1);
        addPresent(headers.getFirst("X-API-Key"), keys);
        String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            addPresent(ofAuthorization(authorization.strip()), keys);
        }
        return keys;
    }

    private static void addPresent(@Nullable String key, List<String> keys) {
        if (key != null && !key.isEmpty()) {
            keys.add(key);
        }
    }

    private static @Nullable String ofAuthorization(String authorization) {
        if (hasScheme(authorization, BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        return hasScheme(authorization, BASIC)
                ? password(authorization.substring(BASIC.length()).strip())
                : null;
    }

    private static boolean hasScheme(String authorization, String scheme) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static @Nullable String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? null : decoded.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
