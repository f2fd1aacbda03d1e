/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a text in the payload of events, ignoring case. It searches the JSON of the fields, with escapes decoded.
 */
final class PayloadSearch {

    /** Maximum number of matches listed for one event. */
    static final int MAX_MATCHES = 20;

    private static final int ESCAPED_UNIT = 6;

    private final String text;

    /** @param text not empty */
    PayloadSearch(String text) {
        this.text = text;
    }

    /** Matches in the order of the event's fields; empty if the text is not found. */
    List<Match> in(TraceEvent event) {
        List<Match> matches = new ArrayList<>();
        search("input_data", event.inputData(), matches);
        search("output_data", event.outputData(), matches);
        search("tool_call", event.toolCall(), matches);
        search("decision_trace", event.decisionTrace(), matches);
        JsonFields.of(event.extra()).forEach((name, value) -> search(name, value, matches));
        return matches;
    }

    private void search(String field, @Nullable RawJson value, List<Match> matches) {
        if (value == null || matches.size() == MAX_MATCHES) {
            return;
        }
        String json = value.text();
        int at = 0;
        while (at < json.length() && matches.size() < MAX_MATCHES) {
            int end = endOfMatch(json, at);
            if (end > 0) {
                matches.add(new Match(field, at));
                at = end;
            } else {
                at += length(json, at);
            }
        }
    }

    /** The position after the text, if it is at {@code from}; else 0. */
    private int endOfMatch(String json, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            if (at >= json.length() || !isSame(unit(json, at), text.charAt(i))) {
                return 0;
            }
            at += length(json, at);
        }
        return at;
    }

    private static boolean isSame(char one, char other) {
        return one == other || Character.toLowerCase(Character.toUpperCase(one)) == folded(other);
    }

    private static char folded(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** The UTF-16 code unit at a position, decoded if it is an escape. */
    private static char unit(String json, int at) {
        char c = json.charAt(at);
        if (c != '\\') {
            return c;
        }
        char escape = json.charAt(at + 1);
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> (char) Integer.parseInt(json, at + 2, at + ESCAPED_UNIT, 16);
            default -> escape;
        };
    }

    private static int length(String json, int at) {
        if (json.charAt(at) != '\\') {
            return 1;
        }
        return json.charAt(at + 1) == 'u' ? ESCAPED_UNIT : 2;
    }
}
