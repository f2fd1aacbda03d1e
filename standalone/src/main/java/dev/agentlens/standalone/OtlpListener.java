/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.server.reactive.HttpHandler;

/** The same API on a second port: the default port of OpenTelemetry's exporters. */
final class OtlpListener implements SmartLifecycle, IntSupplier {

    private static final Logger log = LoggerFactory.getLogger(OtlpListener.class);

    private final int port;
    private final boolean required;
    private final HttpHandler api;
    private final AutowireCapableBeanFactory beans;
    private volatile @Nullable WebServer server;

    /**
     * @param port 0: none
     * @param required whether it is a failure if another program has taken the port
     */
    OtlpListener(int port, boolean required, HttpHandler api, AutowireCapableBeanFactory beans) {
        this.port = port;
        this.required = required;
        this.api = api;
        this.beans = beans;
    }

    /** The port that it listens on; 0 if it does not. */
    @Override
    public int getAsInt() {
        return server == null ? 0 : port;
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
        try {
            starting.start();
            server = starting;
        } catch (PortInUseException e) {
            if (required) {
                throw e;
            }
            log.warn("Port {} was taken by another program meanwhile; OTLP is served at the API's port alone", port);
        }
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
