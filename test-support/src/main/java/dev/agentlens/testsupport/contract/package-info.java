/* SPDX-License-Identifier: Apache-2.0 */
/** What tests publish, checked against the documents in docs/api. */
@NullMarked
package dev.agentlens.testsupport.contract;

import org.jspecify.annotations.NullMarked;
