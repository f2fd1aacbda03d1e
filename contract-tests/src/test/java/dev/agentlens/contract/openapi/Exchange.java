/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.openapi;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request and its response.
 *
 * @param path with its query, as it was sent
 * @param requestHeaders names in lower case
 */
public record Exchange(
        String method,
        String path,
        Map<String, List<String>> requestHeaders,
        byte[] requestBody,
        int status,
        HttpHeaders headers,
        String body) {

    /** @param requestHeaders names and values in turn */
    public static Exchange of(
            String method,
            String path,
            String[] requestHeaders,
            byte[] requestBody,
            int status,
            HttpHeaders headers,
            String body) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        for (int i = 0; i < requestHeaders.length; i += 2) {
            byName.put(requestHeaders[i].toLowerCase(Locale.ROOT), List.of(requestHeaders[i + 1]));
        }
        return new Exchange(method, path, byName, requestBody, status, headers, body);
    }

    public String pathOnly() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** Parameters of the query, decoded; the last of a name. */
    public Map<String, String> query() {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = URI.create("http://localhost" + path).getRawQuery();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        }
        return parameters;
    }

    boolean succeeded() {
        return status / 100 == 2;
    }

    String requestHeader(String name) {
        return requestHeaders.getOrDefault(name, List.of("")).get(0);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
