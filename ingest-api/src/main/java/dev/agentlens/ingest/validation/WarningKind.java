/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.util.Locale;

/** What a warning is about; a metric counts them by it. */
public enum WarningKind {
    /** A time that cannot be read. */
    TIME,
    /** A count or duration that is no number, or out of range. */
    NUMBER,
    /** A model, name, id or type that is blank, too long, no string, or holds control characters. */
    TEXT,
    /** Another spelling of a status. */
    STATUS,
    /** One id for two different events of a batch. */
    REUSED_ID,
    /** NaN or Infinity. */
    NON_FINITE,
    /** Token counts where they are not counted. */
    USAGE;

    /** Its name in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
