/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.pipeline;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.ingest.validation.ValidationResult;
import java.util.Iterator;

/**
 * The events of one request and, at the end, the report of their results. Used by one thread.
 *
 * @param <R> the report that the client receives
 */
public interface EventRequest<R> {

    /** How many items the client sent, rejected ones included. */
    int size();

    /** In the order sent; read once, so that an element is forgotten when the next one is there. */
    Iterator<Element> elements();

    /** The result of an element, in the same order. */
    void add(int index, ValidationResult result);

    /** For the case that Kafka acknowledges all that was accepted. */
    R report();

    /** One event of a request, or what should have been one. */
    sealed interface Element {

        /** Of what the client sent, from 0; an item that gives several events gives them the same index. */
        int index();
    }

    /** To be validated. */
    record Event(int index, RawJson json) implements Element {}

    /** Rejected by its format. */
    record Unusable(ValidationResult.Rejected rejected) implements Element {

        @Override
        public int index() {
            return rejected.index();
        }
    }
}
