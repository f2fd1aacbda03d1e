/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import java.io.OutputStream;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON while it is read from the database. */
@Component
public class StreamedJson {

    private final ObjectWriter writer;

    public StreamedJson(JsonMapper mapper) {
        // An aborted response must not look complete; a flush would send a chunk of its own.
        writer = mapper.writer()
                .without(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
                // The caller writes the separators between documents.
                .withRootValueSeparator("");
    }

    public JsonGenerator generator(OutputStream out) {
        return writer.createGenerator(out);
    }
}
