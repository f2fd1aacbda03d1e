/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import java.util.Locale;
import java.util.Optional;

/** The two encodings of OTLP/HTTP; a response has that of its request. */
public enum Encoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String mediaType;

    Encoding(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** @param contentType of a request, with or without parameters; empty if it is neither encoding */
    public static Optional<Encoding> of(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (Encoding encoding : values()) {
            if (encoding.mediaType.equals(type)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }
}
