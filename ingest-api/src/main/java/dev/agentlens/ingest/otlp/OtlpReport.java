/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.otlp;

/**
 * The result of a request's spans or log records.
 *
 * @param rejected how many were not accepted
 * @param message why, for a person; empty where none was rejected
 */
record OtlpReport(long rejected, String message) {}
