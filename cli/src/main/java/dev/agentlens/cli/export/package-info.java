/* SPDX-License-Identifier: Apache-2.0 */
/** Sessions and their events, taken along as files. */
@NullMarked
package dev.agentlens.cli.export;

import org.jspecify.annotations.NullMarked;
