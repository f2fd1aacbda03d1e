/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import dev.agentlens.edge.trace.RequestLog;
import io.micrometer.context.ContextSnapshot;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/** Blocking work of a request. Whatever it throws becomes a response, and its log names the request. */
public final class BlockingWork {

    private BlockingWork() {}

    /**
     * Fails with whatever {@code work} throws. Of errors of the JVM or of linking, such as a library that cannot be loaded,
     * Reactor would report nothing: they fail it as the cause of an {@link IllegalStateException}.
     */
    public static <T> Mono<T> mono(Callable<? extends T> work) {
        return Mono.deferContextual(context -> Mono.fromCallable(() -> {
            try (ContextSnapshot.Scope named = RequestLog.scope(context)) {
                return work.call();
            } catch (VirtualMachineError | LinkageError e) {
                throw new IllegalStateException("The work could not be done", e);
            }
        }));
    }
}
