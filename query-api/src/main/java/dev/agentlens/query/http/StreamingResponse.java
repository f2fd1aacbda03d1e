/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A response that is written while it is read from the database.
 *
 * @param fileName under which a browser saves it, of safe characters only; null if the response is not a file
 */
public record StreamingResponse(
        MediaType contentType, @Nullable String fileName, Body body) {

    /** Writes the complete response; may wait for the database and for the client. */
    @FunctionalInterface
    public interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    public static StreamingResponse json(Body body) {
        return new StreamingResponse(MediaType.APPLICATION_JSON, null, body);
    }
}
