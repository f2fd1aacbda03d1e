/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One body of POST /events; every time it is sent it has the same bytes.
 *
 * @param index within its cohort, follow-ups after the others
 * @param idempotencyKey sent as a header, where the batch has ordinary events without an id
 * @param copies how many times it is sent, whatever is answered; more if none was acknowledged
 */
public record Batch(
        int index, List<SentEvent> events, @Nullable String idempotencyKey, Coding coding, int copies) {

    /** How a body is compressed. */
    public enum Coding {
        PLAIN,
        GZIP,
        ZSTD;

        byte[] encode(byte[] body) {
            return switch (this) {
                case PLAIN -> body;
                case GZIP -> gzip(body);
                case ZSTD -> Zstd.compress(body);
            };
        }

        private static byte[] gzip(byte[] body) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2 + 32);
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException("In memory", e);
            }
            return compressed.toByteArray();
        }
    }

    /** As it goes over the wire. */
    public byte[] body() {
        String json = events.stream().map(SentEvent::json).collect(Collectors.joining(",", "{\"events\":[", "]}"));
        return coding.encode(json.getBytes(UTF_8));
    }

    public int acceptable() {
        return (int) events.stream().filter(SentEvent::acceptable).count();
    }

    /** The one status that acknowledges it: 200, 207 where some are to be rejected, 400 where all are. */
    public int expectedStatus() {
        int acceptable = acceptable();
        return acceptable == events.size() ? 200 : acceptable > 0 ? 207 : 400;
    }
}
