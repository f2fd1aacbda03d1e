/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.query.http.Parameters;
import dev.agentlens.query.session.EventFilter;
import dev.agentlens.query.session.PageQuery;
import java.math.BigDecimal;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a request for events. Null matches all.
 *
 * @param columns the filter on columns
 * @param text to find in the payload
 * @param limit of events on a page
 */
record EventsQuery(EventFilter columns, @Nullable String text, int limit) {

    static final Set<String> PARAMETERS =
            Set.of("type", "model", "tool", "errors", "min_duration_ms", "q", "limit", "cursor");

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_TEXT = 200;
    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");

    /**
     * @param parameters as they were sent; a blank one is absent
     * @throws ApiException 400 for an illegal value
     */
    static EventsQuery of(Function<String, @Nullable String> parameters) {
        EventFilter columns = new EventFilter(
                text(parameters, "type"),
                text(parameters, "model"),
                text(parameters, "tool"),
                flag(text(parameters, "errors")),
                milliseconds(text(parameters, "min_duration_ms")),
                false);
        return new EventsQuery(columns, text(parameters, "q"), (int)
                PageQuery.limit(parameters.apply("limit"), DEFAULT_LIMIT, MAX_LIMIT));
    }

    @Nullable
    PayloadSearch search() {
        return text == null ? null : new PayloadSearch(text);
    }

    /** Equal for equal filters; the limit does not count. */
    int fingerprint() {
        CRC32 crc = new CRC32();
        crc.update((columns + "\n" + text).getBytes(UTF_8));
        return (int) crc.getValue();
    }

    private static @Nullable String text(Function<String, @Nullable String> parameters, String name) {
        String text = Parameters.text(name, parameters.apply(name));
        if (text == null || text.isBlank()) {
            return null;
        }
        int length = text.codePointCount(0, text.length());
        if (length > MAX_TEXT) {
            throw ApiException.badRequest(
                    "Invalid " + name + ": expected at most " + MAX_TEXT + " characters, not " + length);
        }
        return text;
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw ApiException.badRequest("Invalid errors " + RequestExcerpt.quoted(text) + ": expected true or false");
        }
        return text.equals("true");
    }

    private static @Nullable BigDecimal milliseconds(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!MILLISECONDS.matcher(text).matches()) {
            throw ApiException.badRequest("Invalid min_duration_ms " + RequestExcerpt.quoted(text)
                    + ": expected milliseconds, 0 or more, such as 250 or 12.5");
        }
        return new BigDecimal(text);
    }
}
