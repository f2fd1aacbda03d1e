/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.query.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** How a session is exported. */
enum ExportFormat {
    JSON(MediaType.APPLICATION_JSON),
    CSV(new MediaType("text", "csv", StandardCharsets.UTF_8)),
    NDJSON(MediaType.APPLICATION_NDJSON);

    private static final Pattern UNSAFE = Pattern.compile("([^A-Za-z0-9._-]|\\.{2,})+");
    private static final int MAX_AGENT_LENGTH = 64;
    private static final int ID_LENGTH = 8;

    private final MediaType contentType;

    ExportFormat(MediaType contentType) {
        this.contentType = contentType;
    }

    /**
     * @param name in any case; null or empty means JSON
     * @throws ApiException 400 for any other name
     */
    static ExportFormat named(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return JSON;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json" -> JSON;
            case "csv" -> CSV;
            case "ndjson" -> NDJSON;
            default ->
                throw ApiException.badRequest(
                        "Invalid export format " + RequestExcerpt.quoted(name) + ": expected json, csv or ndjson");
        };
    }

    /**
     * @param value of the parameter {@code bom}, in any case; null or empty means no
     * @throws ApiException 400 if it is neither true nor false
     */
    static boolean byteOrderMark(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return false;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ApiException.badRequest(
                        "Invalid bom " + RequestExcerpt.quoted(value) + ": expected true or false");
        };
    }

    MediaType contentType() {
        return contentType;
    }

    /** {@code agentlens-AGENT-ID8.EXT}, of characters that are safe in a header and on any file system. */
    String fileName(Session session) {
        String id = session.sessionId();
        return "agentlens-" + safe(session.agentName(), MAX_AGENT_LENGTH) + "-" + safe(id, ID_LENGTH) + "."
                + name().toLowerCase(Locale.ROOT);
    }

    private static String safe(String text, int maxLength) {
        String safe = UNSAFE.matcher(text).replaceAll("_");
        return safe.substring(0, Math.min(safe.length(), maxLength));
    }
}
