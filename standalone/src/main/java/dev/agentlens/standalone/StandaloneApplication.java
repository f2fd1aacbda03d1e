/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.standalone.start.StandaloneProcess;

/** All of AgentLens in one JVM: {@code ./agentlens up}. Configured by environment variables alone. */
public final class StandaloneApplication {

    private StandaloneApplication() {}

    public static void main(String[] args) {
        StandaloneProcess.run(System.getenv(), StandaloneRoles.class);
    }
}
