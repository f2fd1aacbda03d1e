/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.consumers.Example;
import dev.agentlens.e2e.nemesis.Scheduler;
import dev.agentlens.e2e.report.Figures;
import dev.agentlens.e2e.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The campaign that every build runs; {@code ./agentlens-e2e campaign} runs longer ones. */
class ShortCampaignIT {

    private static final long EVENTS = Long.getLong("agentlens.e2e.events", 10_000);
    private static final long SEED = Long.getLong("agentlens.e2e.seed", 2026L);

    @Test
    void whatIsAcknowledgedIsReadBackOnceWhateverIsKilledFrozenOrCutOff() {
        Path target = Path.of(System.getProperty("agentlens.e2e.target"));
        Path sources = Path.of(System.getProperty("agentlens.e2e.examples"));
        List<Example> examples = new ArrayList<>(List.of(Example.java(sources)));
        Example.node(sources, target)
                .ifPresentOrElse(
                        examples::add,
                        () -> System.out.println("Without the example in Node.js: there is no node or npm here"));
        CampaignSettings settings = new CampaignSettings(
                EVENTS,
                SEED,
                Scheduler.shortCampaign(SEED),
                target,
                target.resolve("short-campaign"),
                examples,
                List.of("rebuild"),
                List.of("verify"));
        String command = "./agentlens-e2e campaign --short --events " + EVENTS + " --seed " + SEED;
        System.out.println("Short campaign; repeat with: " + command);

        Figures figures = Campaign.run(settings, System.out::println);

        assertThat(figures.violations().kept())
                .as("%s", Report.of(figures, command))
                .isEmpty();
        assertThat(figures.faultCount()).isEqualTo(settings.schedule().faults());
        assertThat(figures.acknowledgedEvents()).isGreaterThanOrEqualTo(EVENTS);
        Directories.delete(settings.directory());
    }
}
