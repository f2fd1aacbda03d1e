/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.fold.EventCost;
import dev.agentlens.readmodel.fold.EventTexts;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SearchText;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.log.RecordDecoder;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** Copies records into a table of the form of {@code log_entry}: each event as its record has it, nothing computed. */
final class LogCopy implements AutoCloseable {

    private static final String SEPARATOR = "\u001f";
    private static final Charset CESU_8 = Charset.forName("CESU-8");
    private static final Set<String> OWN_COLUMNS = Set.of("input_data", "output_data", "tool_call", "decision_trace");

    private final CopyWriter out;
    private final PriceList prices;
    private final int listed;
    private final List<String> unreadable = new ArrayList<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    /**
     * @param prices that events are priced by
     * @param listed unreadable records that are named
     */
    LogCopy(CopyWriter out, PriceList prices, int listed) {
        this.out = out;
        this.prices = prices;
        this.listed = listed;
    }

    /**
     * Decodes them on all processors, while the thread of this object writes those of the call before and PostgreSQL reads
     * them.
     */
    void records(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Copied> copies = records.parallelStream().map(this::copied).toList();
        awaitWritten();
        written = CompletableFuture.runAsync(() -> copies.forEach(copy -> out.write(copy.row)), writer);
        copies.stream()
                .flatMap(copy -> Stream.ofNullable(copy.problem))
                .limit(listed - unreadable.size())
                .forEach(unreadable::add);
    }

    /** @param problem why the record is no event, and where it is; else null */
    private record Copied(byte[] row, @Nullable String problem) {}

    private Copied copied(ConsumerRecord<byte[], byte[]> record) {
        int partition = record.partition();
        long offset = record.offset();
        try {
            Optional<SessionErasure> erasure = RecordDecoder.erasure(record);
            return new Copied(
                    erasure.isPresent()
                            ? out.encoded(
                                    partition, offset, "erasure", erasure.get().sessionId())
                            : event(RecordDecoder.decode(record), partition, offset),
                    null);
        } catch (MalformedEventException e) {
            return new Copied(
                    out.encoded(partition, offset, "unreadable"),
                    "partition " + partition + ", offset " + offset + ": " + e.getMessage());
        }
    }

    /** Under the place of the record that the letter is about; leaves out one that names none. */
    void letter(ConsumerRecord<byte[], byte[]> letter) {
        byte[] topic = header(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC);
        byte[] partition = header(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION);
        byte[] offset = header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET);
        if (EventTopic.EVENTS.equals(new String(topic, UTF_8))
                && partition.length == Integer.BYTES
                && offset.length == Long.BYTES) {
            try {
                out.write(event(
                        RecordDecoder.decode(letter),
                        ByteBuffer.wrap(partition).getInt(),
                        ByteBuffer.wrap(offset).getLong()));
            } catch (MalformedEventException e) {
                // Its record is unreadable too, and counted for that.
            }
        }
    }

    /** The first records that are no events, and why. */
    List<String> unreadable() {
        return unreadable;
    }

    /** Waits until all is written. */
    @Override
    public void close() {
        try {
            awaitWritten();
        } finally {
            writer.shutdown();
        }
    }

    /** Throws what went wrong, once. */
    private void awaitWritten() {
        CompletableFuture<Void> before = written;
        written = CompletableFuture.completedFuture(null);
        before.join();
    }

    private byte[] event(LoggedEvent logged, int partition, long offset) {
        AgentEvent event = logged.event();
        StepRecorded step = event instanceof StepRecorded s ? s : null;
        SessionEnded end = event instanceof SessionEnded e ? e : null;
        EventCost cost = step == null ? null : EventCost.of(step, prices);
        SearchText metadata = event instanceof SessionStarted start ? metadata(start) : null;
        String eventId = event.identity().eventId();
        Map<String, RawJson> fields = event.fields();
        return out.encoded(
                partition,
                offset,
                "event",
                event.identity().sessionId(),
                eventId,
                eventId.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? eventId.getBytes(CESU_8) : null,
                event.eventType(),
                event.timestamp(),
                logged.contentDigest(),
                event.agentName(),
                step == null ? null : step.model(),
                step == null ? 0 : step.tokensIn(),
                step == null ? 0 : step.tokensOut(),
                step == null || step.durationMs() == null
                        ? null
                        : step.durationMs().toPlainString(),
                fields.get("input_data"),
                fields.get("output_data"),
                fields.get("tool_call"),
                fields.get("decision_trace"),
                extra(event),
                event instanceof SessionStarted start ? start.metadata() : null,
                end == null ? null : end.endedAt(),
                end == null ? null : end.status().wireName(),
                end == null ? null : end.typed().count(EventField.TOTAL_TOKENS_IN),
                end == null ? null : end.typed().count(EventField.TOTAL_TOKENS_OUT),
                event.conversationId(),
                event.typed().count(EventField.CACHE_READ_TOKENS),
                event.typed().count(EventField.CACHE_WRITE_TOKENS),
                event.typed().count(EventField.REASONING_TOKENS),
                String.join(SEPARATOR, logged.reading().tools()),
                logged.reading().failed(),
                step != null && logged.reading().failed() ? EventTexts.error(step) : null,
                step == null ? null : EventTexts.title(step),
                cost == null ? BigDecimal.ZERO : cost.usd().toPlainString(),
                cost == null ? 0 : cost.unpricedTokens(),
                metadata == null ? null : String.join(SEPARATOR, metadata.labels()),
                metadata == null ? null : new CopyWriter.Hashed(metadata.body()));
    }

    private static SearchText metadata(SessionStarted start) {
        RawJson metadata = start.metadata();
        return SearchText.ofMetadata(metadata == null ? "{}" : metadata.text());
    }

    /** Every field without a column of its own, in one object. */
    private static @Nullable RawJson extra(AgentEvent event) {
        JsonObjectWriter extra = new JsonObjectWriter(256);
        if (event.agentName() != null) {
            extra.string("agent_name", event.agentName());
        }
        if (event.conversationId() != null) {
            extra.string("conversation_id", event.conversationId());
        }
        event.fields().forEach((name, value) -> {
            if (!OWN_COLUMNS.contains(name)) {
                extra.raw(name, value);
            }
        });
        return extra.isEmpty() ? null : extra.value();
    }

    private static byte[] header(ConsumerRecord<?, ?> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? new byte[0] : header.value();
    }
}
