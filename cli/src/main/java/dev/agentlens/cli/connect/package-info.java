/* SPDX-License-Identifier: Apache-2.0 */
/** Where the running system's Kafka and PostgreSQL are. */
@NullMarked
package dev.agentlens.cli.connect;

import org.jspecify.annotations.NullMarked;
