/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.CursorText;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The position after a session in a filtered or sorted list, with the parameters that identify the list.
 *
 * @param given the parameters of the list
 * @param key of the session, by which the list is sorted, as text
 */
record SearchCursor(SortedMap<String, String> given, String key, String sessionId) {

    static final byte VERSION = 3;

    private static final String SEPARATOR = "\n";

    /** For a client to send back. */
    String text() {
        String query = given.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return CursorText.write(
                VERSION, String.join(SEPARATOR, sessionId, key, query).getBytes(UTF_8));
    }

    /**
     * @param given the parameters of the request: empty, or those of the list
     * @throws ApiException 400 if the text is damaged, or of another list
     */
    static SearchCursor read(String text, Map<String, String> given) {
        SearchCursor cursor = CursorText.read(VERSION, text, SessionCursor.PARAMETER, SearchCursor::read);
        if (!given.isEmpty() && !given.equals(cursor.given)) {
            throw ApiException.badRequest("Invalid cursor: it is of the list with "
                    + (cursor.given.isEmpty() ? "no filter" : cursor.given.toString())
                    + "; ask for the same list, or begin without it");
        }
        return cursor;
    }

    private static SearchCursor read(ByteBuffer place) {
        byte[] bytes = new byte[place.remaining()];
        place.get(bytes);
        String[] parts = new String(bytes, UTF_8).split(SEPARATOR, 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("Too short");
        }
        SortedMap<String, String> given = new TreeMap<>();
        for (String parameter : parts[2].split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                given.put(decoded(parameter.substring(0, equals)), decoded(parameter.substring(equals + 1)));
            }
        }
        return new SearchCursor(given, parts[1], parts[0]);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
