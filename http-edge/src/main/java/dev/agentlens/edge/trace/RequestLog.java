/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.trace;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The ids of a request and of its trace in the log: as {@code request_id} and {@code trace.id} (Elastic Common Schema) of
 * the MDC. They are put there where work for the request is done, and where something is logged. Reactor could put them
 * there around each step of each request, at the price of a quarter of all small requests that a role can process.
 */
public final class RequestLog {

    private static final String REQUEST_KEY = "request_id";
    private static final String TRACE_KEY = "trace.id";
    private static final String ATTRIBUTE = RequestLog.class.getName();
    private static final ContextSnapshotFactory SNAPSHOTS = snapshots();

    private RequestLog() {}

    /** Sets the ids of the request. Returns the context that carries them to work done for it. */
    public static Function<Context, Context> begin(ServerWebExchange exchange, String id, @Nullable TraceParent trace) {
        Map<String, String> ids =
                trace == null ? Map.of(REQUEST_KEY, id) : Map.of(REQUEST_KEY, id, TRACE_KEY, trace.traceId());
        exchange.getAttributes().put(ATTRIBUTE, ids);
        return context -> context.put(Slf4jThreadLocalAccessor.KEY, ids);
    }

    /** Until it is closed, this thread's log names the request that the context is of. */
    public static ContextSnapshot.Scope scope(ContextView context) {
        return SNAPSHOTS.setThreadLocalsFrom(context);
    }

    /** What this thread's log names now, for other threads to name it too. */
    public static ContextSnapshot current() {
        return SNAPSHOTS.captureAll();
    }

    /** Runs {@code logging} so that it names the request. */
    public static void naming(ServerWebExchange exchange, Runnable logging) {
        Map<String, String> ids = exchange.getAttributeOrDefault(ATTRIBUTE, Map.of());
        try {
            ids.forEach(MDC::put);
            logging.run();
        } finally {
            ids.keySet().forEach(MDC::remove);
        }
    }

    private static ContextSnapshotFactory snapshots() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor(REQUEST_KEY, TRACE_KEY));
        return ContextSnapshotFactory.builder().build();
    }
}
