/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.ingest.IngestProperties;
import dev.agentlens.ingest.body.BodyLimit;
import dev.agentlens.ingest.pipeline.EventFormat;
import dev.agentlens.ingest.pipeline.EventRequest;
import dev.agentlens.ingest.pipeline.WarningLog;
import org.springframework.stereotype.Component;

/** The format of POST /events. */
@Component
class BatchFormat implements EventFormat<BatchResponse> {

    private final BodyLimit bodyLimit;
    private final int maxEvents;
    private final WarningLog warnings;

    BatchFormat(IngestProperties properties, WarningLog warnings) {
        this.bodyLimit = BodyLimit.of(properties.maxBodySize(), "AGENTLENS_INGEST_MAX_BODY_SIZE");
        this.maxEvents = properties.maxEvents();
        this.warnings = warnings;
    }

    @Override
    public BodyLimit bodyLimit() {
        return bodyLimit;
    }

    @Override
    public EventRequest<BatchResponse> read(byte[] body) {
        return new BatchReport(EventBatch.parse(body, maxEvents), warnings::add);
    }
}
