/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image, a recording or a file beside the text of a message. Its bytes are not kept.
 *
 * @param type its media type, such as {@code image/png}, else {@code image}, {@code audio}, {@code video} or {@code file}
 * @param name a file name, URL or file id
 * @param bytes its size, -1 where the data is not in the message
 */
public record Attachment(String type, @Nullable String name, long bytes) {

    private static final int KIBI = 1024;

    /** {@code [image/png, 12 KB]}, {@code [application/pdf: report.pdf, 2.5 MB]}, {@code [image: https://...]}. */
    public String shown() {
        return '[' + type + (name == null ? "" : ": " + name) + (bytes < 0 ? "" : ", " + size()) + ']';
    }

    private String size() {
        if (bytes < KIBI) {
            return bytes + " B";
        }
        return bytes < KIBI * KIBI
                ? Math.round((double) bytes / KIBI) + " KB"
                : String.format(Locale.ROOT, "%.1f MB", (double) bytes / (KIBI * KIBI));
    }
}
