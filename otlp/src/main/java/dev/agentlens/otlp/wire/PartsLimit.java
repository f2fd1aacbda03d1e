/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

/** Counts the parts of a request, which may be two bytes each: without a limit 20 MB would become millions of objects. */
final class PartsLimit {

    private final int max;
    private int parts;

    PartsLimit(int max) {
        this.max = max;
    }

    /** One resource, scope, span or log record more. @throws UndecodableRequestException if that is too many */
    void add() {
        if (++parts > max) {
            throw new UndecodableRequestException(
                    "Too many spans or log records: at most " + max + " with their resources and scopes are allowed");
        }
    }
}
