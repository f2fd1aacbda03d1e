/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.dialect;

import io.opentelemetry.proto.common.v1.AnyValue;
import org.jspecify.annotations.Nullable;

/**
 * One term of a row's "when": {@code NAME} (the attribute is there), {@code !NAME} (it is not), {@code NAME=PATTERN},
 * {@code NAME!=PATTERN} or {@code NAME=} (its text is blank). A {@code *} in a pattern matches any text.
 */
record Condition(String name, @Nullable String pattern, boolean wanted) {

    static Condition parse(String term) {
        int equals = term.indexOf('=');
        if (equals < 0) {
            boolean absent = term.startsWith("!");
            return new Condition(absent ? term.substring(1) : term, null, !absent);
        }
        boolean other = equals > 0 && term.charAt(equals - 1) == '!';
        return new Condition(term.substring(0, other ? equals - 1 : equals), term.substring(equals + 1), !other);
    }

    boolean holds(Item item) {
        AnyValue value = item.get(name);
        if (pattern == null) {
            return wanted == (value != null);
        }
        if (pattern.isEmpty()) {
            return wanted
                    == (value != null
                            && value.hasStringValue()
                            && value.getStringValue().isBlank());
        }
        String text = Item.text(value);
        return wanted == (text != null && matches(pattern, text));
    }

    static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return text.equals(pattern);
        }
        if (!text.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        if (rest.indexOf('*') < 0) {
            return text.length() >= star + rest.length() && text.endsWith(rest);
        }
        for (int from = star; from <= text.length(); from++) {
            if (matches(rest, text.substring(from))) {
                return true;
            }
        }
        return false;
    }
}
