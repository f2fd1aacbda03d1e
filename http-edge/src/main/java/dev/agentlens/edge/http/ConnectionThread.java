/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import io.netty.channel.Channel;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The thread of Netty that serves a request's connection. A response is written by it in any case; what completes a response
 * from elsewhere, such as the thread of a Kafka client, hands over to it first, and is not held up by encoding and filters.
 */
public final class ConnectionThread {

    private ConnectionThread() {}

    /** For the operators of a request's chain. */
    public static Scheduler of(ServerHttpRequest request) {
        return Schedulers.fromExecutor(channel(request).eventLoop());
    }

    /** The connection itself. */
    public static Channel channel(ServerHttpRequest request) {
        HttpServerRequest served = ServerHttpRequestDecorator.getNativeRequest(request);
        Channel[] channel = new Channel[1];
        served.withConnection(connection -> channel[0] = connection.channel());
        return channel[0];
    }
}
