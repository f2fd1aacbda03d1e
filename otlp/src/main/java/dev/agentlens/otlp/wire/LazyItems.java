/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;

/**
 * The items of a request, each decoded whenever it is read: as objects they take several times the memory of the request,
 * and those of many requests at a time would outlive every young collection.
 */
final class LazyItems<T> extends AbstractList<DecodedItem<T>> implements RandomAccess {

    private final List<Supplier<DecodedItem<T>>> items = new ArrayList<>();

    void addEncoded(Supplier<DecodedItem<T>> item) {
        items.add(item);
    }

    @Override
    public DecodedItem<T> get(int index) {
        return items.get(index).get();
    }

    @Override
    public int size() {
        return items.size();
    }
}
