/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e;

import dev.agentlens.e2e.consumers.Example;
import dev.agentlens.e2e.nemesis.Schedule;
import java.nio.file.Path;
import java.util.List;

/**
 * @param events distinct ones to be acknowledged, at least
 * @param seed of the workload and of the poison
 * @param target output directory of this module's build
 * @param directory of what the servers write; what is there is deleted first
 * @param examples consumers that are started in the middle of it
 * @param rebuild arguments of the command line tool that rebuild the read tables
 * @param verify arguments of the command line tool that compare the read tables with the log
 */
public record CampaignSettings(
        long events,
        long seed,
        Schedule schedule,
        Path target,
        Path directory,
        List<Example> examples,
        List<String> rebuild,
        List<String> verify) {}
