/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Requests that are nearly right: legal framing around bodies, paths, parameters and headers that were cut, doubled, mixed
 * and spoilt. The same seed gives the same series.
 */
final class FuzzedRequests {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "FUZZ");
    private static final List<String> PATHS = List.of(
            "/events",
            "/v1/traces",
            "/v1/logs",
            "/api/public/otel/v1/traces",
            "/sessions",
            "/sessions/fuzz-1",
            "/sessions/fuzz-1/explain",
            "/sessions/fuzz-1/export",
            "/sessions/fuzz-1/events",
            "/sessions/fuzz-1/conversation",
            "/sessions/compare",
            "/analytics",
            "/prices",
            "/health",
            "/openapi.json",
            "/docs",
            "/actuator/prometheus",
            "/nothing");
    private static final List<String> PARAMETERS = List.of(
            "limit",
            "offset",
            "cursor",
            "status",
            "agent_name",
            "format",
            "events_limit",
            "events_offset",
            "event_limit",
            "event_offset",
            "event_cursor",
            "type",
            "model",
            "tool",
            "errors",
            "min_duration_ms",
            "from",
            "to",
            "q");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "1",
            "10",
            "200",
            "99999999999999999999",
            "1e3",
            "NaN",
            "null",
            "true",
            "json",
            "csv",
            "ndjson",
            "active",
            "%00",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%27%3B--",
            "..%2F..%2Fetc",
            "=1%2B1",
            "%0D%0Ax-y%3A%20z",
            "eyJhIjoxfQ",
            "AAAA");
    private static final List<String> HEADERS = List.of(
            "AgentLens-After-Position",
            "Prefer",
            "Idempotency-Key",
            "X-Request-Id",
            "X-Forwarded-For",
            "X-API-Key",
            "Accept",
            "Origin",
            "If-None-Match",
            "Range",
            "Cookie",
            "traceparent");
    private static final List<String> HEADER_VALUES = List.of(
            "wait=1",
            "wait=-1",
            "wait=99999999999",
            "*/*",
            "text/html",
            "bytes=0-1",
            "a",
            "",
            "1.2.3.4, 5.6.7.8",
            "::1",
            "v1.AAAA",
            "0123456789",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "\u00e9\u00ff");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "text/plain",
            "application/x-protobuf",
            "application/json; charset=x",
            "a",
            "");
    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "-0",
            "1e999",
            "-1e-999",
            "9007199254740993",
            "1.0000000000000000000000001",
            "\"\"",
            "{}",
            "[]",
            "[[[[[[[[",
            "{\"a\":",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\x\"",
            "\u0000",
            "\ufeff",
            "\"\u00e9\ud83d\ude00\"",
            "\"session_start\"",
            "\"session_end\"",
            "\"2026-02-30T25:61:61Z\"",
            "\"+292278994-08-17T07:12:55.192Z\"",
            "\"-0001-01-01T00:00:00Z\"",
            "\"1e3\"",
            ",",
            ":",
            "}",
            "]",
            "\"",
            "\\");
    private static final String EVENTS = """
            {"events":[{"session_id":"fuzz-1","event_id":"e-1","event_type":"llm_call","timestamp":"2026-02-14T10:30:01.250Z",
            "agent_name":"a","model":"m","tokens_in":150,"tokens_out":50,"duration_ms":850.5,"input_data":{"prompt":"p"},
            "output_data":{"response":[1,2,{"x":null}]},"tool_call":{"tool_name":"t","tool_input":{"a":1},"tool_output":"o"},
            "decision_trace":{"reasoning":"because"},"metadata":{"env":"prod"},"span_id":"s"},
            {"session_id":"fuzz-2","event_type":"session_end","ended_at":"2026-02-14T10:31:00+02:00","status":"completed",
            "total_tokens_in":150,"total_tokens_out":50}]}
            """;
    private static final String EVENTS_ONE_INVALID = EVENTS.replace("fuzz-2", "fuzz 2");
    private static final String SPANS = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"fuzz"}}]},
            "scopeSpans":[{"scope":{"name":"s"},"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
            "spanId":"b7ad6b7169203331","parentSpanId":"","name":"chat m","kind":3,"startTimeUnixNano":"1771065001000000000",
            "endTimeUnixNano":1771065002000000000,"attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
            {"key":"gen_ai.request.model","value":{"stringValue":"m"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":"150"}},
            {"key":"gen_ai.usage.output_tokens","value":{"doubleValue":50}},{"key":"gen_ai.input.messages","value":{"stringValue":
            "[{\\"role\\":\\"user\\",\\"parts\\":[{\\"type\\":\\"text\\",\\"content\\":\\"p\\"}]}]"}},{"key":"tags","value":{"arrayValue":
            {"values":[{"boolValue":true},{"kvlistValue":{"values":[{"key":"k","value":{"bytesValue":"AAE="}}]}}]}}}],
            "events":[{"name":"exception","timeUnixNano":"1771065001500000000","attributes":[{"key":"exception.message",
            "value":{"stringValue":"x"}}]}],"links":[],"status":{"code":2,"message":"failed"}}]}]}]}
            """;
    private static final String LOGS = """
            {"resourceLogs":[{"resource":{"attributes":[]},"scopeLogs":[{"scope":{},"logRecords":[{"timeUnixNano":"1771065001000000000",
            "severityNumber":9,"eventName":"gen_ai.user.message","body":{"kvlistValue":{"values":[{"key":"content",
            "value":{"stringValue":"p"}}]}},"attributes":[{"key":"gen_ai.system","value":{"stringValue":"openai"}}],
            "traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"}]}]}]}
            """;
    private static final byte[] PROTOBUF = ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(ResourceSpans.newBuilder()
                    .addScopeSpans(ScopeSpans.newBuilder()
                            .addSpans(Span.newBuilder()
                                    .setTraceId(ByteString.fromHex("0af7651916cd43dd8448eb211c80319c"))
                                    .setSpanId(ByteString.fromHex("b7ad6b7169203331"))
                                    .setName("chat m")
                                    .setStartTimeUnixNano(1_771_065_001_000_000_000L)
                                    .setEndTimeUnixNano(1_771_065_002_000_000_000L)
                                    .addAttributes(attribute("gen_ai.operation.name", "chat"))
                                    .addAttributes(attribute("gen_ai.prompt.0.content", "p")))))
            .build()
            .toByteArray();
    private static final String COMPARISON = "{\"session_a\":\"fuzz-1\",\"session_b\":\"fuzz-2\"}";

    private final SplittableRandom random;

    FuzzedRequests(long seed) {
        random = new SplittableRandom(seed);
    }

    byte[] next() {
        String path = target();
        boolean posted = path.startsWith("/events") || path.contains("/v1/") || path.startsWith("/sessions/compare");
        boolean rightly = random.nextInt(10) < 9;
        String method = rightly ? posted ? "POST" : "GET" : any(METHODS);
        boolean protobuf = path.contains("/v1/") && random.nextInt(3) == 0;
        byte[] body = method.equals("GET") ? new byte[0] : protobuf ? protobuf() : body(path);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            head.append(any(HEADERS)).append(": ").append(any(HEADER_VALUES)).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Type: ")
                    .append(protobuf ? "application/x-protobuf" : any(TYPES))
                    .append("\r\n");
            if (random.nextInt(8) == 0) {
                body = spoiltSeldom(gzip(body));
                head.append("Content-Encoding: ")
                        .append(random.nextInt(5) == 0 ? "zstd" : "gzip")
                        .append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private String target() {
        StringBuilder target = new StringBuilder(any(PATHS));
        if (random.nextInt(6) == 0) {
            target.append('/').append(any(VALUES));
        }
        for (int i = 0, n = random.nextInt(4); i < n; i++) {
            target.append(i == 0 ? '?' : '&')
                    .append(any(PARAMETERS))
                    .append('=')
                    .append(any(VALUES));
        }
        return target.toString();
    }

    private byte[] body(String path) {
        String complete = complete(path);
        StringBuilder text = new StringBuilder(complete.replace("fuzz-1", "fuzz-" + random.nextInt(500)));
        for (int i = random.nextInt(4); i > 0; i--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(from, any(TOKENS));
                case 1 -> text.delete(from, to);
                case 2 -> text.replace(from, to, any(TOKENS));
                default -> text.insert(from, text.substring(from, to).repeat(1 + random.nextInt(3)));
            }
        }
        return spoiltSeldom(text.toString().getBytes(UTF_8));
    }

    private String complete(String path) {
        if (path.startsWith("/sessions/compare")) {
            return COMPARISON;
        }
        String events = random.nextInt(4) == 0 ? EVENTS_ONE_INVALID : EVENTS;
        return path.startsWith("/v1/logs") ? LOGS : path.contains("/v1/traces") ? SPANS : events;
    }

    /** Lengths and field numbers are what a byte may change. */
    private byte[] protobuf() {
        byte[] bytes = PROTOBUF.clone();
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private byte[] spoiltSeldom(byte[] bytes) {
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
