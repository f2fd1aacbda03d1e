/* SPDX-License-Identifier: Apache-2.0 */
/** JSON values kept exactly as they were given. */
@NullMarked
package dev.agentlens.common.json;

import org.jspecify.annotations.NullMarked;
