/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.cache;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read.
 *
 * @param sessionId the only session that it depends on; null: it depends on all
 * @param kind of read
 * @param parameters of the request, as they were sent
 */
public record ReadKey(@Nullable String sessionId, String kind, List<@Nullable String> parameters) {

    public static ReadKey ofSession(String sessionId, String kind, @Nullable String... parameters) {
        return new ReadKey(sessionId, kind, Arrays.asList(parameters));
    }

    public static ReadKey ofAllSessions(String kind, @Nullable String... parameters) {
        return new ReadKey(null, kind, Arrays.asList(parameters));
    }

    /** Characters that the request chose. */
    int length() {
        int length = sessionId == null ? 0 : sessionId.length();
        for (String parameter : parameters) {
            length += parameter == null ? 0 : parameter.length();
        }
        return length;
    }
}
