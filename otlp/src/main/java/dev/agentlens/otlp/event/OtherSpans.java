/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

/** What is done with spans that no dialect knows, such as those of HTTP servers and databases. */
public enum OtherSpans {
    KEEP,
    DROP
}
