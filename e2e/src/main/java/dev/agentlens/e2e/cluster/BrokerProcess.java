/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import dev.agentlens.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of the broker's process. Arguments: the directory of its log, its own port, and for each further listener
 * {@code NAME:PORT:ADVERTISED_PORT}. Ends when its standard input does, that is with the process that started it.
 */
public final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        List<EmbeddedKafka.Listener> further = new ArrayList<>();
        for (String listener : List.of(arguments).subList(2, arguments.length)) {
            String[] parts = listener.split(":", -1);
            further.add(new EmbeddedKafka.Listener(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
        }
        EmbeddedKafka broker =
                EmbeddedKafka.start(new EmbeddedKafka.Settings(Path.of(arguments[0]), port, false, further));
        if (broker.port() != port) {
            System.err.println("Port " + port + " is taken");
            Runtime.getRuntime().halt(3);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        while (System.in.read() >= 0) {
            // Its standard input never has any data.
        }
        System.exit(0);
    }
}
