/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of a session. In JSON and in the read tables it is written in lower case. */
public enum SessionStatus {
    /** No {@code session_end} has been seen. */
    ACTIVE,
    COMPLETED,
    ERROR,
    TIMEOUT;

    /** The status that a {@code session_end} declares; anything but {@code error} and {@code timeout} means completed. */
    public static SessionStatus ofEnd(@Nullable String declared) {
        if ("error".equals(declared)) {
            return ERROR;
        }
        return "timeout".equals(declared) ? TIMEOUT : COMPLETED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
