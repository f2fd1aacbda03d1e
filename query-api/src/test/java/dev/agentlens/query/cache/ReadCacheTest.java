/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadCacheTest {

    private static final int CAPACITY = 1024 * 1024;
    private static final ReadKey LIST = ReadKey.ofAllSessions("list", "50", null);
    private static final ReadKey DETAIL = ReadKey.ofSession("s", "detail");
    private static final ReadKey OTHER = ReadKey.ofSession("other", "detail");

    private long nanos;
    private final ReadCache cache = new ReadCache(() -> nanos);

    @BeforeEach
    void switchOn() {
        cache.setCapacity(CAPACITY);
    }

    @Test
    void whatWasReadIsFoundByTheSameRead() {
        read(LIST, "list");
        read(DETAIL, "detail");

        assertThat(found(ReadKey.ofAllSessions("list", "50", null))).isEqualTo("list");
        assertThat(found(ReadKey.ofSession("s", "detail"))).isEqualTo("detail");
        assertThat(found(ReadKey.ofAllSessions("list", null, "50"))).isNull();
        assertThat(found(ReadKey.ofSession("s", "explain"))).isNull();
        assertThat(found(OTHER)).isNull();
    }

    @Test
    void changeOfASessionIsSeenByReadsOfItAndByLists() {
        read(LIST, "list");
        read(DETAIL, "detail");
        read(OTHER, "other");

        cache.changed("s");

        assertThat(found(LIST)).isNull();
        assertThat(found(DETAIL)).isNull();
        assertThat(found(OTHER)).isEqualTo("other");
    }

    @Test
    void changeOfUnknownSessionsIsSeenByAllReads() {
        read(LIST, "list");
        read(DETAIL, "detail");

        cache.changed();

        assertThat(found(LIST)).isNull();
        assertThat(found(DETAIL)).isNull();
    }

    @Test
    void readThatIsUnderWayDuringAChangeIsNotFound() {
        ReadCache.Reading list = cache.begin(LIST);
        ReadCache.Reading detail = cache.begin(DETAIL);
        cache.changed("s");
        list.keep("before", 6);
        detail.keep("before", 6);

        assertThat(found(LIST)).isNull();
        assertThat(found(DETAIL)).isNull();

        read(DETAIL, "after");
        assertThat(found(DETAIL)).isEqualTo("after");
    }

    @Test
    void nothingIsFoundOnceItIsTooOld() {
        read(DETAIL, "detail");

        nanos += ReadCache.MAX_AGE.toNanos() - 1;
        assertThat(found(DETAIL)).isEqualTo("detail");

        nanos++;
        assertThat(found(DETAIL)).isNull();
    }

    @Test
    void nothingIsKeptWithoutCapacity() {
        read(DETAIL, "detail");
        cache.setCapacity(0);
        assertThat(found(DETAIL)).isNull();

        read(DETAIL, "detail");
        assertThat(found(DETAIL)).isNull();
        assertThat(new ReadCache().find(DETAIL, String.class)).isNull();
    }

    @Test
    void bytesKeptAreBounded() {
        int bytes = CAPACITY / 10;
        IntStream.range(0, 50).forEach(n -> cache.begin(key(n)).keep("n", bytes));

        assertThat(IntStream.range(0, 50).filter(n -> found(key(n)) != null).count())
                .isBetween(1L, 9L);
    }

    @Test
    void valueThatIsVeryLongIsNotKept() {
        cache.setCapacity(100 * CAPACITY);
        cache.begin(DETAIL).keep("detail", CAPACITY);

        assertThat(found(DETAIL)).isNull();
    }

    private static ReadKey key(int session) {
        return ReadKey.ofSession("s" + session, "detail");
    }

    private void read(ReadKey key, String value) {
        cache.begin(key).keep(value, value.length());
    }

    private String found(ReadKey key) {
        return cache.find(key, String.class);
    }
}
