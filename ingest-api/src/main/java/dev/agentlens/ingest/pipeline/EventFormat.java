/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.pipeline;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.body.BodyLimit;

/**
 * A format that events arrive in.
 *
 * @param <R> the report that the client receives
 */
public interface EventFormat<R> {

    /** Of a body, before and after decompression. */
    BodyLimit bodyLimit();

    /**
     * @param body decompressed
     * @throws ApiException 400 if the body as such cannot be read; nothing of it is then stored
     */
    EventRequest<R> read(byte[] body);
}
