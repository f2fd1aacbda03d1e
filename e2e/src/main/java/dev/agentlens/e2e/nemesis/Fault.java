/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.nemesis;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Something that goes wrong for a while. */
public sealed interface Fault {

    /** Of reports: {@code kill -9 of kafka}, say, without times. */
    String kind();

    /** From the first effect to the end of the last one. */
    Duration lasts();

    /** The nodes and paths that it needs for itself: two faults that share one do not overlap. */
    Set<String> touches();

    default String describe() {
        return String.format(Locale.ROOT, "%s for %.1f s", kind(), lasts().toMillis() / 1000.0);
    }

    /** kill -9, and a start after {@code lasts}. */
    record Kill(String node, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "kill -9 of " + node;
        }

        @Override
        public Set<String> touches() {
            return Set.of(node);
        }
    }

    /** SIGTERM, and a start after {@code lasts}. */
    record Stop(String node, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "SIGTERM of " + node;
        }

        @Override
        public Set<String> touches() {
            return Set.of(node, node + "->kafka", node + "->postgres");
        }
    }

    /** SIGSTOP, and SIGCONT after {@code lasts}. */
    record Freeze(String node, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "SIGSTOP of " + node;
        }

        @Override
        public Set<String> touches() {
            return Set.of(node);
        }
    }

    /** Every connection of the path reset, new ones refused. */
    record Cut(String path, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "cut of " + path;
        }

        @Override
        public Set<String> touches() {
            return Set.of(path);
        }
    }

    /** Every piece of data on the path held back by {@code by}. */
    record Slow(String path, Duration by, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "delay of " + path;
        }

        @Override
        public String describe() {
            return kind() + " by " + by.toMillis() + " ms for " + lasts.toMillis() / 1000.0 + " s";
        }

        @Override
        public Set<String> touches() {
            return Set.of(path);
        }
    }

    /** The path drops everything silently. */
    record BlackHole(String path, Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "black hole on " + path;
        }

        @Override
        public Set<String> touches() {
            return Set.of(path);
        }
    }

    /** From two projectors to one, to four, to one, to two; a quarter of {@code lasts} each. */
    record Scale(Duration lasts) implements Fault {
        @Override
        public String kind() {
            return "projectors 1->4->1";
        }

        @Override
        public Set<String> touches() {
            return Set.of(
                    "projector-1",
                    "projector-2",
                    "projector-3",
                    "projector-4",
                    "projector-2->kafka",
                    "projector-2->postgres");
        }
    }

    /** The read tables built again beside the live ones, and exchanged. Waits until it is done, whatever else goes wrong. */
    record Rebuild() implements Fault {
        @Override
        public String kind() {
            return "rebuild";
        }

        @Override
        public Duration lasts() {
            return Duration.ofSeconds(20);
        }

        @Override
        public String describe() {
            return kind();
        }

        @Override
        public Set<String> touches() {
            return Set.of("rebuild");
        }
    }
}
