/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One body of a POST; every time it is sent it has the same bytes.
 *
 * @param index within its cohort, follow-ups after the others
 * @param events what it is sent as, or what its spans must become
 * @param spans that it is sent as; empty for {@link Format#EVENTS}
 * @param idempotencyKey sent as a header, where the batch has ordinary events without an id
 * @param copies how many times it is sent, whatever the response; more if none was acknowledged
 */
public record Batch(
        int index,
        Format format,
        List<SentEvent> events,
        List<TraceSpan> spans,
        @Nullable String idempotencyKey,
        Coding coding,
        int copies) {

    /** What a body is written in. */
    public enum Format {
        EVENTS("/events", "application/json"),
        OTLP_JSON("/v1/traces", "application/json"),
        OTLP_PROTOBUF("/v1/traces", "application/x-protobuf");

        private final String path;
        private final String mediaType;

        Format(String path, String mediaType) {
            this.path = path;
            this.mediaType = mediaType;
        }

        String path() {
            return path;
        }

        String mediaType() {
            return mediaType;
        }
    }

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
        return coding.encode(
                switch (format) {
                    case EVENTS ->
                        events.stream()
                                .map(SentEvent::json)
                                .collect(Collectors.joining(",", "{\"events\":[", "]}"))
                                .getBytes(UTF_8);
                    case OTLP_JSON -> TraceSpan.json(spans).getBytes(UTF_8);
                    case OTLP_PROTOBUF -> TraceSpan.protobuf(spans);
                });
    }

    /** The same at another place of its cohort. */
    Batch at(int place) {
        return new Batch(place, format, events, spans, idempotencyKey, coding, copies);
    }

    /** The same with other events. */
    Batch with(List<SentEvent> others) {
        return new Batch(index, format, others, spans, idempotencyKey, coding, copies);
    }

    public int acceptable() {
        return (int) events.stream().filter(SentEvent::acceptable).count();
    }

    /** Elements of {@link #events} that are to be rejected, by their place. */
    List<Integer> rejected() {
        return IntStream.range(0, events.size())
                .filter(index -> !events.get(index).acceptable())
                .boxed()
                .toList();
    }

    /** The one status that acknowledges it: 200; of events 207 where some are to be rejected, 400 where all are. */
    public int expectedStatus() {
        if (format != Format.EVENTS) {
            return 200;
        }
        int acceptable = acceptable();
        return acceptable == events.size() ? 200 : acceptable > 0 ? 207 : 400;
    }
}
