/* SPDX-License-Identifier: Apache-2.0 */
/** The dashboard: a page that uses only the public HTTP API, and the controller that serves its files. */
@NullMarked
package dev.agentlens.dashboard;

import org.jspecify.annotations.NullMarked;
