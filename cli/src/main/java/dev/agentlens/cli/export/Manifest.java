/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.cli.export.OutputFile.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contents of an export. It is written last: if it exists, every file is complete.
 *
 * @param filters as the query of GET /sessions; empty: all sessions
 * @param missingSessions that were listed, and removed before their events were read
 */
@JsonNaming(SnakeCaseStrategy.class)
record Manifest(
        String format,
        String createdAt,
        String filters,
        long sessions,
        long events,
        List<String> missingSessions,
        List<File> files) {

    static final String NAME = "manifest.json";

    /** A file, and how many sessions or events it has. */
    record File(String name, long rows, long bytes, String sha256) {

        static File of(Written written, long rows) {
            return new File(written.name(), rows, written.bytes(), written.sha256());
        }
    }

    static String time(Instant createdAt) {
        return createdAt.toString();
    }

    void write(Path directory) throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        try (OutputFile file = new OutputFile(directory.resolve(NAME))) {
            file.stream().write(json.writeValueAsBytes(this));
            file.stream().write('\n');
            file.complete();
        }
    }
}
