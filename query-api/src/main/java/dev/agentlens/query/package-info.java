/* SPDX-License-Identifier: Apache-2.0 */
/** PostgreSQL read tables to HTTP. */
@NullMarked
package dev.agentlens.query;

import org.jspecify.annotations.NullMarked;
