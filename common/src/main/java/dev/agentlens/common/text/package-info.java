/* SPDX-License-Identifier: Apache-2.0 */
/** Text as it may be in a key, a header or a column. */
@NullMarked
package dev.agentlens.common.text;

import org.jspecify.annotations.NullMarked;
