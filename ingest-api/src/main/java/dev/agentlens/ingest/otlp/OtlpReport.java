/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.otlp;

/**
 * What became of the spans or log records of a request.
 *
 * @param rejected how many were not accepted
 * @param message why, for a person; empty where none was rejected
 */
record OtlpReport(long rejected, String message) {}
