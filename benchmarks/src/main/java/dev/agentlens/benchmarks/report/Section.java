/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.util.List;
import java.util.Map;

/**
 * What one benchmark found.
 *
 * @param name of the command
 * @param settings settings needed to assess or to repeat the figures, in order
 * @param notes what the figures do not say themselves
 */
public record Section(String name, String title, Map<String, String> settings, List<Line> lines, List<String> notes) {}
