/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.agentlens.otlp.Requests;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {

    private static final String SPAN_START = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[";
    private static final String SPAN_END = "]}]}]}";

    @Test
    void recordingsReadTheSameFromBothEncodings() {
        for (String name : Requests.RECORDINGS) {
            List<DecodedItem<Span>> json = Requests.recording(name);

            assertThat(json).isNotEmpty().allMatch(DecodedItem.Readable.class::isInstance);
            assertThat(Signal.TRACES.decode(Requests.protobuf(json), Encoding.PROTOBUF, Requests.MAX_ITEMS))
                    .isEqualTo(json);
        }
    }

    @Test
    void jsonIsReadAsOtlpSays() {
        Span span = span("""
                {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174","name":"\\ud83d\\ude00 x",
                 "parentSpanId":"","kind":3,"startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,
                 "flags":257,"status":{"code":2,"message":"m"},"unknown":{"a":[1,{"b":null}]},"traceState":null,
                 "attributes":[
                  {"key":"s","value":{"stringValue":"text"}},{"key":"i","value":{"intValue":"-9223372036854775808"}},
                  {"key":"j","value":{"intValue":42}},{"key":"d","value":{"doubleValue":0.5}},
                  {"key":"n","value":{"doubleValue":"NaN"}},{"key":"b","value":{"boolValue":true}},
                  {"key":"y","value":{"bytesValue":"AQID"}},{"key":"e","value":{}},{"key":"u","value":null},
                  {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":1}]}}},
                  {"key":"k","value":{"kvlistValue":{"values":[{"key":"x","value":{"boolValue":false}}]}}}],
                 "events":[{"timeUnixNano":"1","name":"e","attributes":[]}],
                 "links":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b175"}]}""");

        assertThat(hex(span.getTraceId())).isEqualTo("5b8efff798038103d269b633813fc60c");
        assertThat(hex(span.getSpanId())).isEqualTo("eee19b7ec3c1b174");
        assertThat(span.getParentSpanId()).isEmpty();
        assertThat(span.getName()).isEqualTo("😀 x");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(1544712660000000000L);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(1544712661000000000L);
        assertThat(span.getFlags()).isEqualTo(257);
        assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(span.getStatus().getMessage()).isEqualTo("m");
        assertThat(attribute(span, "s").getStringValue()).isEqualTo("text");
        assertThat(attribute(span, "i").getIntValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(attribute(span, "j").getIntValue()).isEqualTo(42);
        assertThat(attribute(span, "d").getDoubleValue()).isEqualTo(0.5);
        assertThat(attribute(span, "n").getDoubleValue()).isNaN();
        assertThat(attribute(span, "b").getBoolValue()).isTrue();
        assertThat(attribute(span, "y").getBytesValue().toByteArray()).containsExactly(1, 2, 3);
        assertThat(attribute(span, "e").getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
        assertThat(attribute(span, "l").getArrayValue().getValues(1).getIntValue())
                .isEqualTo(1);
        assertThat(attribute(span, "k").getKvlistValue().getValues(0).getKey()).isEqualTo("x");
        assertThat(span.getEvents(0).getTimeUnixNano()).isEqualTo(1);
        assertThat(hex(span.getLinks(0).getSpanId())).isEqualTo("eee19b7ec3c1b175");
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1000", "18446744073709551615, -1", "7.0, 7"})
    void integersAreReadInAllFormsOfJson(String written, long read) {
        assertThat(span("{\"startTimeUnixNano\":" + written + "}").getStartTimeUnixNano())
                .isEqualTo(read);
        assertThat(span("{\"startTimeUnixNano\":\"" + written + "\"}").getStartTimeUnixNano())
                .isEqualTo(read);
    }

    @Test
    void namesOfEnumsAreReadToo() {
        Span span = span("{\"kind\":\"SPAN_KIND_SERVER\",\"status\":{\"code\":\"STATUS_CODE_ERROR\"}}");

        assertThat(span.getKindValue()).isEqualTo(2);
        assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
    }

    @Test
    void logRecordsAreRead() {
        List<DecodedItem<LogRecord>> logs = Signal.LOGS.decode("""
                {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"5","severityNumber":9,"eventName":"e",
                "body":{"stringValue":"hello"},"traceId":"","spanId":"eee19b7ec3c1b174"}],"scope":{"name":"lib"}}],
                "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]}}]}""".getBytes(UTF_8), Encoding.JSON, Requests.MAX_ITEMS);

        DecodedItem.Readable<LogRecord> log = (DecodedItem.Readable<LogRecord>) logs.get(0);
        assertThat(log.item().getBody().getStringValue()).isEqualTo("hello");
        assertThat(log.item().getEventName()).isEqualTo("e");
        assertThat(log.origin().scope().getName()).isEqualTo("lib");
        // The resource came last.
        assertThat(log.origin().resource().getAttributesCount()).isEqualTo(1);
    }

    @Test
    void anEmptyRequestHasNoItems() {
        assertThat(Signal.TRACES.decode(new byte[0], Encoding.PROTOBUF, Requests.MAX_ITEMS))
                .isEmpty();
        assertThat(Signal.TRACES.decode("{}".getBytes(UTF_8), Encoding.JSON, Requests.MAX_ITEMS))
                .isEmpty();
        assertThat(Signal.TRACES.decode("{\"resourceSpans\":null}".getBytes(UTF_8), Encoding.JSON, Requests.MAX_ITEMS))
                .isEmpty();
        assertThat(Signal.TRACES.decode(
                        "\ufeff{\"resourceSpans\":[{}]}".getBytes(UTF_8), Encoding.JSON, Requests.MAX_ITEMS))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":5,\"spanId\":\"00\"} | resourceSpans[0].scopeSpans[0].spans[1].name must be a string, not a number",
                "{\"startTimeUnixNano\":\"soon\"} | resourceSpans[0].scopeSpans[0].spans[1].startTimeUnixNano must be a 64-bit"
                        + " integer, not 'soon'",
                "{\"attributes\":[{\"key\":\"a\",\"value\":{\"boolValue\":\"x\"}}]} |"
                        + " resourceSpans[0].scopeSpans[0].spans[1].attributes[0].value.boolValue must be true or false, not a"
                        + " string",
                "\"text\" | resourceSpans[0].scopeSpans[0].spans[1] must be an object, not a string",
                "17 | resourceSpans[0].scopeSpans[0].spans[1] must be an object, not a number",
                "[{}] | resourceSpans[0].scopeSpans[0].spans[1] must be an object, not an array",
            })
    void aDamagedSpanOfJsonCostsNoNeighbour(String damaged, String reason) {
        List<DecodedItem<Span>> spans =
                Requests.json(SPAN_START + "{\"name\":\"a\"} , " + damaged + " ,{\"name\":\"b\"}" + SPAN_END);

        assertThat(spans).hasSize(3);
        assertThat(((DecodedItem.Readable<Span>) spans.get(0)).item().getName()).isEqualTo("a");
        assertThat(((DecodedItem.Readable<Span>) spans.get(2)).item().getName()).isEqualTo("b");
        DecodedItem.Unreadable<Span> rejected = (DecodedItem.Unreadable<Span>) spans.get(1);
        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.content().text()).isEqualTo(damaged);
    }

    @Test
    void aDamagedSpanOfProtobufCostsNoNeighbour() {
        byte[] request = Requests.protobuf(
                Requests.json(SPAN_START + "{\"name\":\"a\"},{\"name\":\"MARKER\"},{\"name\":\"b\"}" + SPAN_END));
        // No UTF-8.
        request[new String(request, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("MARKER")] = (byte) 0xFF;

        List<DecodedItem<Span>> spans = Signal.TRACES.decode(request, Encoding.PROTOBUF, Requests.MAX_ITEMS);

        assertThat(spans).hasSize(3);
        assertThat(((DecodedItem.Readable<Span>) spans.get(2)).item().getName()).isEqualTo("b");
        DecodedItem.Unreadable<Span> rejected = (DecodedItem.Unreadable<Span>) spans.get(1);
        assertThat(rejected.reason()).startsWith("Malformed protobuf in resourceSpans[1].scopeSpans[0].spans[0]: ");
        assertThat(rejected.content().field("protobuf")).isNotNull();
    }

    @Test
    void anAttributeNestedTooDeepCostsItsSpanOnly() {
        String open = "{\"arrayValue\":{\"values\":[";
        String deep = open.repeat(200) + "{}" + "]}}".repeat(200);
        List<DecodedItem<Span>> spans = Requests.json(
                SPAN_START + "{\"attributes\":[{\"key\":\"k\",\"value\":" + deep + "}]},{\"name\":\"b\"}" + SPAN_END);

        assertThat(spans.get(0)).isInstanceOf(DecodedItem.Unreadable.class);
        assertThat(spans.get(1)).isInstanceOf(DecodedItem.Readable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"resourceSpans\":{}}",
                "{\"resourceSpans\":[7]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{]}]}]}",
                "{\"resourceSpans\":[",
                "{} {}",
                "{\"resourceSpans\":[{\"resource\":{\"attributes\":7}}]}",
                "\0\1\2",
                "nonsense"
            })
    void whatIsNoRequestOfJsonIsRefusedWithOneClearSentence(String body) {
        assertThatThrownBy(() -> Signal.TRACES.decode(body.getBytes(UTF_8), Encoding.JSON, Requests.MAX_ITEMS))
                .isInstanceOfSatisfying(
                        UndecodableRequestException.class,
                        e -> assertThat(e.text())
                                .isNotBlank()
                                .doesNotContain("tools.jackson", "com.google", "Source:", "Exception"));
    }

    @Test
    void whatIsNoRequestOfProtobufIsRefused() {
        byte[] request = Requests.protobuf(Requests.recording("koog-2025-08-26"));

        assertThatThrownBy(() -> Signal.TRACES.decode(
                        Arrays.copyOf(request, request.length - 1), Encoding.PROTOBUF, Requests.MAX_ITEMS))
                .isInstanceOfSatisfying(
                        UndecodableRequestException.class,
                        e -> assertThat(e.text()).startsWith("Malformed protobuf in the request: "));
        assertThatThrownBy(() -> Signal.TRACES.decode("{}".getBytes(UTF_8), Encoding.PROTOBUF, Requests.MAX_ITEMS))
                .isInstanceOf(UndecodableRequestException.class);
    }

    @Test
    void noBytesGiveAnythingButItemsOrTheTypedException() {
        Random random = new Random(7);
        List<byte[]> seeds = List.of(
                Requests.resource("/recordings/koog-2025-08-26.otlp.json"),
                Requests.protobuf(Requests.recording("vercel-aisdk-2025-11-17")),
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"00\"}]}]}]}".getBytes(UTF_8));
        for (int i = 0; i < 4_000; i++) {
            byte[] body = mutated(seeds.get(i % seeds.size()), random);
            for (Encoding encoding : Encoding.values()) {
                decodeOrRefuse(Signal.TRACES, body, encoding);
                decodeOrRefuse(Signal.LOGS, body, encoding);
            }
        }
    }

    private static void decodeOrRefuse(Signal<?> signal, byte[] body, Encoding encoding) {
        try {
            assertThat(signal.decode(body, encoding, Requests.MAX_ITEMS)).isNotNull();
        } catch (UndecodableRequestException e) {
            assertThat(e.text()).isNotBlank();
        }
    }

    static byte[] mutated(byte[] seed, Random random) {
        byte[] body = Arrays.copyOf(seed, 1 + random.nextInt(seed.length));
        if (random.nextBoolean()) {
            body = seed.clone();
        }
        for (int n = random.nextInt(6); n >= 0; n--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private static Span span(String json) {
        return ((DecodedItem.Readable<Span>)
                        Requests.json(SPAN_START + json + SPAN_END).get(0))
                .item();
    }

    private static AnyValue attribute(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static String hex(ByteString bytes) {
        return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void requestOfMoreItemsThanAllowedIsRefusedAsAWhole(Encoding encoding) {
        String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{},{},{}]}]}]}";
        byte[] body = encoding == Encoding.JSON ? json.getBytes(UTF_8) : Requests.protobuf(Requests.json(json));

        // As protobuf, each span has a resource and a scope of its own.
        int parts = encoding == Encoding.JSON ? 5 : 9;

        assertThat(Signal.TRACES.decode(body, encoding, parts)).hasSize(3);
        assertThatThrownBy(() -> Signal.TRACES.decode(body, encoding, parts - 1))
                .isInstanceOf(UndecodableRequestException.class)
                .hasMessageContaining("at most " + (parts - 1));
    }
}
