/* SPDX-License-Identifier: Apache-2.0 */
/** What every module that reads or writes events agrees on: ids, times and types. */
@NullMarked
package dev.agentlens.common.vocabulary;

import org.jspecify.annotations.NullMarked;
