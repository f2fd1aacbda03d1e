/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.nemesis;

import dev.agentlens.e2e.cluster.Cluster;
import dev.agentlens.e2e.nemesis.Fault.BlackHole;
import dev.agentlens.e2e.nemesis.Fault.Cut;
import dev.agentlens.e2e.nemesis.Fault.Freeze;
import dev.agentlens.e2e.nemesis.Fault.Kill;
import dev.agentlens.e2e.nemesis.Fault.Rebuild;
import dev.agentlens.e2e.nemesis.Fault.Scale;
import dev.agentlens.e2e.nemesis.Fault.Slow;
import dev.agentlens.e2e.nemesis.Fault.Stop;
import dev.agentlens.e2e.nemesis.Schedule.Planned;
import dev.agentlens.e2e.nemesis.Schedule.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Writes schedules. */
public final class Scheduler {

    private static final int ROUND = 9;
    /** A killed process needs time to come back; until then its node counts as touched. */
    private static final Duration COMING_BACK = Duration.ofSeconds(8);

    private static final List<String> HURT_OFTEN = List.of(
            "projector-1",
            "projector-2",
            "projector-1",
            "projector-2",
            "ingest-1",
            "ingest-2",
            "kafka",
            "postgres",
            "query-1",
            "query-2");

    private final Random random;

    private Scheduler(long seed) {
        random = new Random(seed);
    }

    /**
     * The long campaign: {@code faults} of all kinds, among them each that the campaign must have, and one rebuild beside
     * them.
     */
    public static Schedule campaign(long seed, int faults) {
        return new Scheduler(seed).write(faults);
    }

    /** One round of what hurts most, in a minute. */
    public static Schedule shortCampaign(long seed) {
        return new Scheduler(seed).writeShort();
    }

    private Schedule write(int faults) {
        List<Fault> all = new ArrayList<>(musts(faults));
        while (all.size() < faults) {
            all.add(any());
        }
        Collections.shuffle(all, random);
        List<Round> rounds = new ArrayList<>();
        for (int from = 0; from < all.size(); from += ROUND) {
            rounds.add(round(all.subList(from, Math.min(all.size(), from + ROUND)), 0.4));
        }
        if (!rounds.isEmpty()) {
            int middle = rounds.size() / 2;
            List<Planned> faultsOfMiddle = new ArrayList<>(rounds.get(middle).faults());
            faultsOfMiddle.add(0, new Planned(Duration.ZERO, new Rebuild()));
            rounds.set(middle, new Round(faultsOfMiddle));
        }
        return new Schedule(rounds);
    }

    /** As many as there is room for: each once, some twice in a long campaign. */
    private List<Fault> musts(int faults) {
        List<Fault> musts = new ArrayList<>();
        for (String node : Cluster.STANDING) {
            musts.add(new Kill(node, seconds(1, 6)));
        }
        musts.add(new Freeze(projector(), seconds(20, 60)));
        musts.add(new Freeze("kafka", seconds(8, 20)));
        musts.add(new Freeze("postgres", seconds(10, 25)));
        musts.add(new Stop("postgres", Duration.ofSeconds(60)));
        musts.add(new Scale(seconds(40, 60)));
        musts.add(new Cut(projector() + "->kafka", seconds(8, 15)));
        musts.add(new BlackHole(projector() + "->postgres", seconds(15, 40)));
        musts.add(new BlackHole(projector() + "->kafka", seconds(10, 20)));
        return musts.subList(0, Math.min(faults, musts.size()));
    }

    private Schedule writeShort() {
        List<Fault> faults = new ArrayList<>(List.of(
                new Kill("kafka", seconds(1, 2)),
                new Kill("postgres", seconds(1, 3)),
                new Kill(projector(), seconds(0, 2)),
                new Kill(random.nextBoolean() ? "ingest-1" : "ingest-2", seconds(0, 2)),
                new Freeze("projector-1", seconds(9, 11)),
                new Cut("projector-2->kafka", seconds(2, 4)),
                new Cut(random.nextBoolean() ? "client->ingest-1" : "ingest-2->kafka", seconds(1, 3)),
                new BlackHole(projector() + "->postgres", seconds(3, 6)),
                new Slow("query-1->postgres", Duration.ofMillis(50), seconds(2, 4)),
                new Stop("query-2", seconds(0, 1))));
        Collections.shuffle(faults, random);
        return new Schedule(List.of(round(faults, 0.6)));
    }

    private Fault any() {
        int kind = random.nextInt(100);
        if (kind < 36) {
            return new Kill(often(), seconds(0, 8));
        }
        if (kind < 48) {
            return new Stop(often(), seconds(0, 5));
        }
        if (kind < 66) {
            return new Freeze(often(), random.nextInt(8) == 0 ? seconds(20, 60) : seconds(1, 12));
        }
        if (kind < 80) {
            return new Cut(path(), seconds(1, 10));
        }
        return kind < 90
                ? new Slow(path(), Duration.ofMillis(20 + random.nextInt(700)), seconds(3, 12))
                : new BlackHole(path(), seconds(2, 15));
    }

    private Round round(List<Fault> faults, double overlapping) {
        List<Planned> planned = new ArrayList<>();
        Duration at = Duration.ofSeconds(1);
        for (Fault fault : faults) {
            at = latest(at, freeFrom(fault, planned));
            Planned next = new Planned(at, fault);
            planned.add(next);
            boolean overlap = random.nextDouble() < overlapping || fault.lasts().toSeconds() > 15;
            at = overlap ? at.plus(seconds(0, 3)) : next.end().plus(seconds(1, 6));
        }
        planned.sort(Comparator.comparing(Planned::at));
        return new Round(planned);
    }

    /** When everything that {@code fault} touches is left alone by those planned already. */
    private static Duration freeFrom(Fault fault, List<Planned> planned) {
        return planned.stream()
                .filter(other -> !Collections.disjoint(other.fault().touches(), fault.touches()))
                .map(other -> other.end().plus(COMING_BACK))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration latest(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private String often() {
        return HURT_OFTEN.get(random.nextInt(HURT_OFTEN.size()));
    }

    private String projector() {
        return random.nextBoolean() ? "projector-1" : "projector-2";
    }

    private String path() {
        List<String> paths = Cluster.pathNames();
        return paths.get(random.nextInt(paths.size()));
    }

    private Duration seconds(int from, int to) {
        return Duration.ofMillis(from * 1_000L + random.nextInt((to - from) * 1_000));
    }
}
