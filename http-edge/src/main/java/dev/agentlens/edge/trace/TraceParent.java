/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.trace;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * The trace that a request is part of, from its header: W3C Trace Context, version 00.
 *
 * @param text {@code 00-trace id-parent id-flags}, in lower-case hexadecimal digits
 */
public record TraceParent(String text) {

    /** The header's name, in HTTP and in the topic. */
    public static final String HEADER = "traceparent";

    private static final Pattern LEGAL = Pattern.compile(
            "(?<version>(?!ff)[0-9a-f]{2})(?<ids>-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(?<more>-.*)?");

    /** That of the request's own span, where traces are made; else what its header says. */
    public static @Nullable TraceParent of(ServerWebExchange exchange) {
        return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .map(request -> request.<TracingContext>get(TracingContext.class))
                .map(TracingContext::getSpan)
                .map(span -> of(span.context()))
                .orElseGet(() -> of(exchange.getRequest().getHeaders().getOrEmpty(HEADER)));
    }

    private static TraceParent of(TraceContext span) {
        String flags = Boolean.TRUE.equals(span.sampled()) ? "01" : "00";
        return new TraceParent("00-" + span.traceId() + "-" + span.spanId() + "-" + flags);
    }

    /**
     * Of a later version, the fields that version 00 knows.
     *
     * @param sent all headers of the name
     * @return null where there is not exactly one, or it is malformed; the specification has both ignored
     */
    static @Nullable TraceParent of(List<String> sent) {
        if (sent.size() != 1) {
            return null;
        }
        Matcher parsed = LEGAL.matcher(sent.get(0).strip());
        if (!parsed.matches() || (parsed.group("version").equals("00") && parsed.group("more") != null)) {
            return null;
        }
        return new TraceParent("00" + parsed.group("ids"));
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return text.substring(3, 35);
    }
}
