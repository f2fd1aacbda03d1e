/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a request prefers to wait: {@code Prefer: wait=N}, in seconds (RFC 7240, 4.3). Other preferences are ignored, as
 * is one that cannot be read.
 *
 * @param time how long to wait; zero: look once
 * @param applied whether the request said so, and not the default
 */
record WaitPreference(Duration time, boolean applied) {

    static final Duration DEFAULT = Duration.ofSeconds(5);

    private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*(?:=(.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\s*(\"?)(\\d{1,9})\\1\\s*");

    /** @param prefer the values of the header, in order */
    static WaitPreference of(List<String> prefer, Duration max) {
        return unquoted(',', String.join(",", prefer)).stream()
                // Behind it are its parameters.
                .map(preference -> WAIT.matcher(unquoted(';', preference).get(0)))
                .filter(Matcher::matches)
                // The first of a name counts.
                .findFirst()
                .map(wait -> SECONDS.matcher(String.valueOf(wait.group(1))))
                .filter(Matcher::matches)
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.group(2))))
                .map(time -> new WaitPreference(shorter(time, max), true))
                .orElseGet(() -> new WaitPreference(shorter(DEFAULT, max), false));
    }

    /** The parts between separators that are in no quoted string; at least one. */
    private static List<String> unquoted(char separator, String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
