/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.hotpath;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.ingest.batch.EventBatch;
import dev.agentlens.ingest.validation.EventNormalizer;
import dev.agentlens.ingest.validation.Receipt;
import dev.agentlens.ingest.validation.ValidationResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A batch on each of its stations. */
public final class Samples {

    /** Events of the batch. */
    public static final int BATCH = 100;

    private static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;
    private static final EventNormalizer NORMALIZER = new EventNormalizer(MAX_EVENT_BYTES);
    private static final Receipt RECEIPT = new Receipt(Instant.EPOCH, null, null, () -> new UUID(7, 7));

    private Samples() {}

    /** As a client sends it. */
    public static byte[] body(Profile profile) {
        EventStream stream = EventStream.of(profile, 0, 1);
        ByteBuffer body = ByteBuffer.allocate(BATCH * (stream.longest() + 1) + 16);
        body.put("{\"events\":[".getBytes(UTF_8));
        for (int i = 0; i < BATCH; i++) {
            if (i > 0) {
                body.put((byte) ',');
            }
            stream.write(body);
        }
        body.put("]}".getBytes(UTF_8));
        return Arrays.copyOf(body.array(), body.position());
    }

    /** What ingest does with a body before anything is sent. */
    public static List<ValidationResult> validated(byte[] body) {
        var sent = EventBatch.parse(body, BATCH).events();
        List<ValidationResult> validated = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            validated.add(NORMALIZER.normalize(sent.get(i), i, RECEIPT));
        }
        return validated;
    }

    /** All of which are accepted. */
    public static List<AgentEvent> accepted(byte[] body) {
        return validated(body).stream()
                .map(validated -> ((ValidationResult.Accepted) validated).event())
                .toList();
    }
}
