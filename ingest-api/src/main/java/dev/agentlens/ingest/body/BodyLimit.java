/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import dev.agentlens.edge.error.ApiException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * The largest body of a request, before and after decompression.
 *
 * @param setting the environment variable that sets it
 */
public record BodyLimit(int bytes, String setting) {

    public static BodyLimit of(DataSize size, String setting) {
        return new BodyLimit(Math.toIntExact(size.toBytes()), setting);
    }

    /** 413. */
    ApiException exceeded() {
        return new ApiException(
                HttpStatus.CONTENT_TOO_LARGE,
                "The body has more than " + bytes + " bytes after decompression (" + setting
                        + "); send smaller batches");
    }
}
