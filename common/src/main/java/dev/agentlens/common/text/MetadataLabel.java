/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.text;

/** How a field of a session's metadata is compared. */
public final class MetadataLabel {

    private static final int MAX_LENGTH = 200;

    private MetadataLabel() {}

    /** {@code key=value}, in a limited length. */
    public static String of(String key, String value) {
        return ShortText.cut(ShortText.clean(key + "=" + value), MAX_LENGTH);
    }
}
