/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import java.util.Locale;

/** The permissions of a key. */
enum KeyScope {
    /** Sending events. */
    INGEST,
    /** Sessions, their comparison, and analytics. */
    READ,
    /** Everything. */
    ADMIN;

    boolean allows(RouteGroup group) {
        return switch (this) {
            case INGEST -> group == RouteGroup.EVENTS;
            case READ -> group != RouteGroup.EVENTS;
            case ADMIN -> true;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
