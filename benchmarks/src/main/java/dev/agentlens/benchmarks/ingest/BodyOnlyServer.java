/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/** WebFlux with one handler that reads the body and forgets it: what HTTP costs without us. */
final class BodyOnlyServer {

    private BodyOnlyServer() {}

    /** @param arguments the port */
    public static void main(String[] arguments) {
        var handler = RouterFunctions.toHttpHandler(RouterFunctions.route(POST("/events"), BodyOnlyServer::readBody));
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow()
                .onDispose()
                .block();
    }

    /** Collected into one piece, as every handler has to that parses it. */
    private static Mono<ServerResponse> readBody(ServerRequest request) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()))
                .map(BodyOnlyServer::length)
                .flatMap(length -> ServerResponse.ok().bodyValue("{\"bytes\":" + length + "}"));
    }

    private static int length(DataBuffer body) {
        byte[] bytes = new byte[body.readableByteCount()];
        body.read(bytes);
        DataBufferUtils.release(body);
        return bytes.length;
    }
}
