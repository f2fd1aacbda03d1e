/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An iterator that lets one look at what comes next. */
final class Cursor<T> implements Iterator<T> {

    private final Iterator<T> source;
    private @Nullable T next;
    private long taken;

    Cursor(Iterator<T> source) {
        this.source = source;
        advance();
    }

    /** Null at the end. */
    @Nullable
    T peek() {
        return next;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public T next() {
        T taking = next;
        if (taking == null) {
            throw new NoSuchElementException();
        }
        advance();
        taken++;
        return taking;
    }

    /** How many were taken. */
    long taken() {
        return taken;
    }

    private void advance() {
        next = source.hasNext() ? source.next() : null;
    }
}
