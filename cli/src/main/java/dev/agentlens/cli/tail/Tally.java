/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.cli.terminal.ProgressLine;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What was shown, in numbers. */
final class Tally {

    /** Beyond this number, sessions are no longer distinguished: this may run for weeks. */
    private static final int MOST_SESSIONS = 100_000;

    private final Set<String> sessions = new HashSet<>();
    private long events;
    private long errors;
    private long unreadable;
    private long erasures;
    private boolean moreSessions;

    void add(LogLine line) {
        if (line instanceof LogLine.Unreadable) {
            unreadable++;
            return;
        }
        if (line instanceof LogLine.Erased) {
            erasures++;
            return;
        }
        events++;
        errors += line.isError() ? 1 : 0;
        if (sessions.size() < MOST_SESSIONS) {
            sessions.add(line.sessionId());
        } else {
            moreSessions |= !sessions.contains(line.sessionId());
        }
    }

    long shown() {
        return events + unreadable + erasures;
    }

    /** {@code 12 events of 3 sessions, 1 error, in 45 s}. */
    String text(Duration taken) {
        String none = unreadable == 0 ? "" : ", " + count(unreadable, "record") + " that no projection can read";
        return count(events, "event") + " of " + (moreSessions ? "more than " : "") + count(sessions.size(), "session")
                + ", " + count(errors, "error") + none + ", in " + ProgressLine.duration(taken);
    }

    private static String count(long n, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
    }
}
