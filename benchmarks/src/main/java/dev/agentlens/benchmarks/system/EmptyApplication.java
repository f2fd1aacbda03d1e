/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Spring Boot with WebFlux and one handler that reads the body and forgets it: what HTTP, and a start, cost without us. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    NettyReactiveWebServerAutoConfiguration.class,
    HttpHandlerAutoConfiguration.class,
    WebFluxAutoConfiguration.class,
    CodecsAutoConfiguration.class
})
public class EmptyApplication {

    /** Serves on the port that is the only argument. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(EmptyApplication.class)
                .bannerMode(Banner.Mode.OFF)
                // This class path has the settings of every role.
                .properties("spring.config.location=optional:file:/none/", "server.address=127.0.0.1")
                .run("--server.port=" + arguments[0]);
    }

    @Bean
    RouterFunction<ServerResponse> events() {
        return RouterFunctions.route(POST("/events"), EmptyApplication::readBody);
    }

    /** Collected into one piece, as every handler has to that parses it. */
    private static Mono<ServerResponse> readBody(ServerRequest request) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()))
                .map(EmptyApplication::length)
                .flatMap(length -> ServerResponse.ok().bodyValue("{\"bytes\":" + length + "}"));
    }

    private static int length(DataBuffer body) {
        byte[] bytes = new byte[body.readableByteCount()];
        body.read(bytes);
        DataBufferUtils.release(body);
        return bytes.length;
    }
}
