/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import dev.agentlens.common.json.RawJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** GET /sessions, page after page by cursor, to the end of the list. */
public final class SessionPages implements Iterator<SessionPages.Page> {

    private static final int LARGEST_PAGE = 200;

    private final Api api;
    private final Query filters;
    private long wanted;
    private @Nullable String cursor;
    private boolean ended;

    /**
     * A page.
     *
     * @param sessions in the order of the list
     * @param total how many match; at least, where {@code totalIsAtLeast}
     * @param warnings of the API, such as a filter that it does not know
     */
    public record Page(List<RawJson> sessions, long total, boolean totalIsAtLeast, List<String> warnings) {}

    /** @param wanted how many sessions at most */
    public SessionPages(Api api, Query filters, long wanted) {
        this.api = api;
        this.filters = filters;
        this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public Page next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        Query query = filters.with("limit", Math.min(wanted, LARGEST_PAGE)).with("cursor", cursor);
        Fields response = Fields.of(api.get("/sessions", query));
        List<RawJson> sessions = response.list("sessions");
        wanted -= sessions.size();
        cursor = response.text("next_cursor");
        ended = cursor == null || wanted <= 0;
        return new Page(sessions, response.count("total").longValue(), response.has("total_is"), warnings(response));
    }

    private static List<String> warnings(Fields response) {
        List<String> warnings = new ArrayList<>();
        for (RawJson warning : response.list("warnings")) {
            String text = warning.string();
            warnings.add(text == null ? warning.text() : text);
        }
        return warnings;
    }
}
