/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;

/** The same API on a second port, the one to which OpenTelemetry's exporters send where they are told nothing else. */
final class OtlpListener implements SmartLifecycle {

    private final int port;
    private final HttpHandler api;
    private final AutowireCapableBeanFactory beans;
    private volatile @Nullable WebServer server;

    /** @param port 0: none */
    OtlpListener(int port, HttpHandler api, AutowireCapableBeanFactory beans) {
        this.port = port;
        this.api = api;
        this.beans = beans;
    }

    @Override
    public void start() {
        if (port == 0) {
            return;
        }
        NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
        // Certificates, limits and all else as for the first port.
        beans.initializeBean(factory, "otlpWebServerFactory");
        factory.setPort(port);
        WebServer starting = factory.getWebServer(api);
        starting.start();
        server = starting;
    }

    @Override
    public void stop(Runnable callback) {
        WebServer running = server;
        if (running == null) {
            callback.run();
            return;
        }
        running.shutDownGracefully(result -> {
            running.stop();
            server = null;
            callback.run();
        });
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    /** With the first port. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
    }
}
