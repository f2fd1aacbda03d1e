/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import dev.agentlens.query.cache.ReadCache;
import dev.agentlens.query.cache.ReadKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sends responses of any length in bounded memory, at the pace of their client. A short response is buffered, and is not
 * counted any more once it is handed over: clients that do not read do not block short responses. A long response is counted
 * until its client has received it. A failure before the first byte is an error response; a later one closes the connection,
 * so that no client takes a part for the complete response.
 */
@Component
public class StreamingResponses {

    /** The server requests 128 of these ahead of the client. */
    private static final int CHUNK_BYTES = 16 * 1024;

    private final AsyncTaskExecutor executor;
    private final ReadConcurrencyLimit permits;
    private final ReadCache cache;

    StreamingResponses(
            @Qualifier("streamExecutor") AsyncTaskExecutor executor, ReadConcurrencyLimit permits, ReadCache cache) {
        this.executor = executor;
        this.permits = permits;
        this.cache = cache;
    }

    /**
     * The same for a response that depends only on {@code key} and the tables. A cached response is sent by the calling
     * thread, without waiting.
     */
    public Mono<Void> send(ServerHttpResponse response, ReadKey key, Callable<StreamingResponse> prepare) {
        return Mono.deferContextual(context -> {
            if (ReadCache.isBypassed(context)) {
                return send(response, prepare);
            }
            Kept kept = cache.find(key, Kept.class);
            return kept == null
                    ? make(response, cache.begin(key), prepare)
                    : permits.keeping(
                            kept.bytes().length,
                            write(response, kept),
                            Mono.defer(() -> make(response, cache.begin(key), prepare)));
        });
    }

    /** @param prepare looks up what to send; may wait for the database, as may the body it returns, twice */
    public Mono<Void> send(ServerHttpResponse response, Callable<StreamingResponse> prepare) {
        return make(response, null, prepare);
    }

    /** The same for a response that is known to be long: it is written once and not cached. */
    public Mono<Void> sendLong(ServerHttpResponse response, StreamingResponse source) {
        return Mono.defer(() -> {
            describe(source.contentType(), source.fileName(), response.getHeaders());
            return permits.streaming(response.writeWith(chunks(response, source.body())));
        });
    }

    /** @param reading null if the response is not cached */
    private Mono<Void> make(
            ServerHttpResponse response, ReadCache.@Nullable Reading reading, Callable<StreamingResponse> prepare) {
        return permits.holding(() -> Made.of(prepare.call())).flatMap(made -> {
            describe(made.source().contentType(), made.source().fileName(), response.getHeaders());
            if (reading != null) {
                made.bytes()
                        .ifPresent(bytes -> reading.keep(
                                new Kept(
                                        made.source().contentType(),
                                        made.source().fileName(),
                                        bytes),
                                bytes.length));
            }
            Mono<Void> stream = permits.streaming(
                    response.writeWith(chunks(response, made.source().body())));
            return made.bytes()
                    .map(bytes -> permits.keeping(bytes.length, write(response, bytes), stream))
                    .orElse(stream);
        });
    }

    private record Made(StreamingResponse source, Optional<byte[]> bytes) {

        static Made of(StreamingResponse source) throws IOException {
            return new Made(source, BufferedResponse.of(source.body()));
        }
    }

    /** A response as it was sent. */
    private record Kept(MediaType contentType, @Nullable String fileName, byte[] bytes) {}

    private static void describe(MediaType contentType, @Nullable String fileName, HttpHeaders headers) {
        headers.setContentType(contentType);
        if (fileName != null) {
            headers.set("Content-Disposition", "attachment; filename=\"" + fileName + '"');
        }
    }

    private static Mono<Void> write(ServerHttpResponse response, Kept kept) {
        return Mono.defer(() -> {
            describe(kept.contentType(), kept.fileName(), response.getHeaders());
            return write(response, kept.bytes());
        });
    }

    private static Mono<Void> write(ServerHttpResponse response, byte[] bytes) {
        return Mono.defer(() -> {
            response.getHeaders().setContentLength(bytes.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
        });
    }

    private Publisher<DataBuffer> chunks(ServerHttpResponse response, StreamingResponse.Body body) {
        return DataBufferUtils.outputStreamPublisher(
                out -> write(body, out), response.bufferFactory(), executor, CHUNK_BYTES);
    }

    private static void write(StreamingResponse.Body body, OutputStream out) {
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Error e) {
            // The caller ends the response on exceptions; after an Error the client would keep waiting.
            throw new IllegalStateException("The response could not be written", e);
        }
    }
}
