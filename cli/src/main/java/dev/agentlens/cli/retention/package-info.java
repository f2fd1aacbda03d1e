/* SPDX-License-Identifier: Apache-2.0 */
/** {@code ./agentlens retention}: what leaves the read tables because of its age. */
@NullMarked
package dev.agentlens.cli.retention;

import org.jspecify.annotations.NullMarked;
