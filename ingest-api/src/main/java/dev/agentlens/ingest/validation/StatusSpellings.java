/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.event.SessionStatus;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status values that SDKs send: those of the API reference, or their own. */
final class StatusSpellings {

    private static final Map<String, SessionStatus> MEANINGS = Map.ofEntries(
            Map.entry("completed", SessionStatus.COMPLETED),
            Map.entry("ok", SessionStatus.COMPLETED),
            Map.entry("success", SessionStatus.COMPLETED),
            Map.entry("succeeded", SessionStatus.COMPLETED),
            Map.entry("done", SessionStatus.COMPLETED),
            Map.entry("error", SessionStatus.ERROR),
            Map.entry("failed", SessionStatus.ERROR),
            Map.entry("failure", SessionStatus.ERROR),
            Map.entry("errored", SessionStatus.ERROR),
            Map.entry("cancelled", SessionStatus.ERROR),
            Map.entry("canceled", SessionStatus.ERROR),
            Map.entry("aborted", SessionStatus.ERROR),
            Map.entry("timeout", SessionStatus.TIMEOUT),
            Map.entry("timed_out", SessionStatus.TIMEOUT),
            Map.entry("timedout", SessionStatus.TIMEOUT));

    private StatusSpellings() {}

    /** Case and surrounding white space are ignored; null if it is unknown. */
    static @Nullable SessionStatus read(String spelling) {
        return MEANINGS.get(spelling.strip().toLowerCase(Locale.ROOT));
    }
}
