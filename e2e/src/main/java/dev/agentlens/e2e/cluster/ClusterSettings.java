/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param directory of everything that the servers write; must be new
 * @param postgresPrograms where PostgreSQL's programs are unpacked to, to be found there by the next campaign
 * @param sessionTimeout after which Kafka gives the partitions of a silent projector to another
 */
public record ClusterSettings(Apps apps, Path directory, Path postgresPrograms, Duration sessionTimeout) {}
