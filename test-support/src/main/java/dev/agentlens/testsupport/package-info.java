/* SPDX-License-Identifier: Apache-2.0 */
/** The one fixture through which integration tests reach Kafka and PostgreSQL. */
@NullMarked
package dev.agentlens.testsupport;

import org.jspecify.annotations.NullMarked;
