/* SPDX-License-Identifier: Apache-2.0 */
/** Restarts and outages under load, seen by clients. */
package dev.agentlens.e2e.independence;
