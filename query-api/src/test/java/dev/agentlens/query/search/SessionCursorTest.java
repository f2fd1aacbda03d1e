/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.CursorText;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCursorTest {

    private static final Instant TIME = Instant.parse("2026-02-14T10:30:00.123456Z");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"active", "completed"})
    void cursorComesBackAsItWent(@Nullable String status) {
        for (String time :
                new String[] {"0001-01-01T00:00:00Z", "1500-02-28T12:00:00.000001Z", "9999-12-31T23:59:59.999999Z"}) {
            SessionCursor cursor = new SessionCursor(status, Instant.parse(time), "a-b_c.d:e");

            assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
            assertThat(SessionCursor.read(cursor.text(), Map.of())).isEqualTo(cursor);
        }
    }

    @Test
    void everyDamageIsFound() {
        String text = new SessionCursor("error", TIME, "session").text();
        for (int i = 0; i < text.length(); i++) {
            assertDamaged(text.substring(0, i));
            assertDamaged(text.substring(0, i) + (text.charAt(i) == 'A' ? 'B' : 'A') + text.substring(i + 1));
        }
        for (String damaged : new String[] {text + "A", text + "=", " " + text, "%", "é", "x".repeat(5_000)}) {
            assertDamaged(damaged);
        }
    }

    @Test
    void whatIsNoPlaceIsDamagedThoughItsChecksumIsRight() {
        byte version = 1;
        assertDamaged(CursorText.write(version, new byte[] {1}));
        assertDamaged(CursorText.write(
                version, ByteBuffer.allocate(10).putLong(0).put((byte) -1).array()));
        assertDamaged(CursorText.write(
                version, ByteBuffer.allocate(10).putLong(Long.MAX_VALUE).array()));
        assertDamaged(CursorText.write((byte) 2, new byte[10]));
    }

    private static void assertDamaged(String text) {
        assertThatThrownBy(() -> SessionCursor.read(text, Map.of("status", "error")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Invalid cursor: it is damaged");
    }
}
