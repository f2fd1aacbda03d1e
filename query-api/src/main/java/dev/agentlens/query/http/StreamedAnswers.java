/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sends answers of any length in bounded memory, at the pace their client reads. What fails before the first byte is an
 * error like any other; what fails later breaks the connection off, so that no client takes a part for the whole.
 */
@Component
public class StreamedAnswers {

    /** The server asks for 128 of these ahead of what the client has read. */
    private static final int CHUNK_BYTES = 16 * 1024;

    private final AsyncTaskExecutor executor;
    private final ReadPermits permits;

    StreamedAnswers(@Qualifier("blockingExecutor") AsyncTaskExecutor executor, ReadPermits permits) {
        this.executor = executor;
        this.permits = permits;
    }

    /** @param prepare looks up what there is to answer; may wait for the database, as may the body it returns */
    public Mono<Void> send(ServerHttpResponse response, Callable<StreamedAnswer> prepare) {
        return permits.holding(Mono.fromCallable(prepare).flatMap(answer -> {
            response.getHeaders().setContentType(answer.contentType());
            if (answer.fileName() != null) {
                response.getHeaders().set("Content-Disposition", "attachment; filename=\"" + answer.fileName() + '"');
            }
            return response.writeWith(chunks(response, answer.body()));
        }));
    }

    private Publisher<DataBuffer> chunks(ServerHttpResponse response, StreamedAnswer.Body body) {
        return DataBufferUtils.outputStreamPublisher(
                out -> write(body, out), response.bufferFactory(), executor, CHUNK_BYTES);
    }

    private static void write(StreamedAnswer.Body body, OutputStream out) {
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Error e) {
            // Of the publisher around this, exceptions end the answer; an Error would leave the client waiting.
            throw new IllegalStateException("The answer could not be written", e);
        }
    }
}
