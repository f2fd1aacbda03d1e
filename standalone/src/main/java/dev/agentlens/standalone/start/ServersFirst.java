/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.servers.EmbeddedServers;
import org.springframework.context.SmartLifecycle;

/** Lets the roles, once they are put together, begin their work when the embedded servers are there. */
final class ServersFirst implements SmartLifecycle {

    private final EmbeddedServers servers;
    private volatile boolean running;

    ServersFirst(EmbeddedServers servers) {
        this.servers = servers;
    }

    @Override
    public void start() {
        servers.awaitStarted();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
