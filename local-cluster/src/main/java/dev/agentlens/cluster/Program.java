/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What runs as a process of its own.
 *
 * @param name such as {@code ingest-1}
 * @param environment all of it
 * @param log where both of its outputs go
 * @param ready returns 2xx once it serves
 */
record Program(String name, List<String> command, Map<String, String> environment, Path log, URI ready) {}
