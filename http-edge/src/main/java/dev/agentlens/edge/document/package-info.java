/* SPDX-License-Identifier: Apache-2.0 */
/** The documents of the API and of the topics, as files and as a page. */
@NullMarked
package dev.agentlens.edge.document;

import org.jspecify.annotations.NullMarked;
