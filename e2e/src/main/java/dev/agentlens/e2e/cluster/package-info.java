/* SPDX-License-Identifier: Apache-2.0 */
/** The system under test as processes, and the connections between them as proxies that can fail. */
@NullMarked
package dev.agentlens.e2e.cluster;

import org.jspecify.annotations.NullMarked;
