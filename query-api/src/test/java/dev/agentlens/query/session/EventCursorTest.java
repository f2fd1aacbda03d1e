/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventCursorTest {

    private static final Instant TIME = Instant.parse("2026-02-14T10:30:00.123456Z");

    @Test
    void eventCursorComesBackAsItWent() {
        EventCursor cursor = new EventCursor("s", new TracePosition(TIME, Long.MAX_VALUE));

        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
        assertThat(EventCursor.read(cursor.text(), "s")).isEqualTo(cursor);
    }
}
