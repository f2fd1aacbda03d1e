/* SPDX-License-Identifier: Apache-2.0 */
/** Where Kafka, PostgreSQL and the API of an installation are. */
@NullMarked
package dev.agentlens.boot.connect;

import org.jspecify.annotations.NullMarked;
