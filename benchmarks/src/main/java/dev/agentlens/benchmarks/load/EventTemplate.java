/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;

/** An event's JSON with places of fixed width for its session, its id and its time. */
final class EventTemplate {

    private static final String SESSION = "SSSSSSSSSSSSSSSS";
    private static final String NUMBER = "NNNNNNN";
    private static final String TIME = "2026-03-01T00:00:00.000Z";
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private final byte[] json;
    private final int sessionAt;
    private final int idAt;
    private final int timeAt;
    private final boolean hasId;

    EventTemplate(String json) {
        this.json = json.getBytes(US_ASCII);
        if (this.json.length != json.length()) {
            throw new IllegalArgumentException("Templates are ASCII: " + json);
        }
        sessionAt = json.indexOf(SESSION);
        idAt = json.indexOf(SESSION + '-' + NUMBER);
        timeAt = json.indexOf(TIME);
        hasId = idAt >= 0;
    }

    /** How every event begins. Agents give no ids to starts and ends of sessions. */
    static String head(String type, int index) {
        boolean step = !type.startsWith("session_");
        String head = String.format(
                Locale.ROOT, "{\"session_id\":\"%s\",\"event_type\":\"%s\",\"timestamp\":\"%s\"", SESSION, type, TIME);
        return step
                ? head + ",\"event_id\":\"" + SESSION + '-' + NUMBER + '-' + (index % 2 == 0 ? "tool" : "llm") + '"'
                : head;
    }

    int length() {
        return json.length;
    }

    /**
     * Appends the event.
     *
     * @param session any number; as an id it has 16 hexadecimal digits
     * @param number of the event within its session, below ten million
     * @param epochMillis its time
     */
    void write(ByteBuffer into, long session, long number, long epochMillis) {
        int start = into.position();
        into.put(json);
        hex(into, start + sessionAt, session);
        if (hasId) {
            hex(into, start + idAt, session);
            digits(into, start + idAt + SESSION.length() + 1, NUMBER.length(), number);
        }
        time(into, start + timeAt, epochMillis);
    }

    private static void hex(ByteBuffer into, int at, long value) {
        for (int i = 0; i < 16; i++) {
            into.put(at + i, HEX[(int) (value >>> (60 - 4 * i)) & 15]);
        }
    }

    private static void digits(ByteBuffer into, int at, int count, long value) {
        long rest = value;
        for (int i = count - 1; i >= 0; i--) {
            into.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /** By the calendar's arithmetic alone: java.time would cost as much as all the rest. */
    private static void time(ByteBuffer into, int at, long epochMillis) {
        long millisOfDay = Math.floorMod(epochMillis, 86_400_000L);
        // Days since 0000-03-01; see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        long days = Math.floorDiv(epochMillis, 86_400_000L) + 719_468;
        long era = Math.floorDiv(days, 146_097L);
        long dayOfEra = days - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        digits(into, at, 4, yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
        digits(into, at + 5, 2, month);
        digits(into, at + 8, 2, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        digits(into, at + 11, 2, millisOfDay / 3_600_000);
        digits(into, at + 14, 2, millisOfDay / 60_000 % 60);
        digits(into, at + 17, 2, millisOfDay / 1_000 % 60);
        digits(into, at + 20, 3, millisOfDay % 1_000);
    }
}
