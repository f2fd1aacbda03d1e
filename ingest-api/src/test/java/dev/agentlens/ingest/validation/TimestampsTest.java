/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-02-14T10:30:00Z, 2026-02-14T10:30:00Z",
        "2026-02-14T10:30:00, 2026-02-14T10:30:00Z",
        "2026-02-14 10:30:00.5, 2026-02-14T10:30:00.500Z",
        "2026-02-14T10:30:00.123456+00:00, 2026-02-14T10:30:00.123456Z",
        "2026-02-14T10:30:00.123456789Z, 2026-02-14T10:30:00.123456Z",
        "2026-02-14T10:30:00.123456789012345Z, 2026-02-14T10:30:00.123456Z",
        "2026-02-14T12:30:00+02:00, 2026-02-14T10:30:00Z",
        "2026-02-14T12:30:00+0200, 2026-02-14T10:30:00Z",
        "2026-02-14T05:30-05, 2026-02-14T10:30:00Z",
        "2026-02-14T16:00:00+05:30, 2026-02-14T10:30:00Z",
        "2026-02-14T10:30:00-00:00, 2026-02-14T10:30:00Z",
        "2026-02-14T05:30:00−05:00, 2026-02-14T10:30:00Z",
        "2026-02-14 11:30:00 +0100, 2026-02-14T10:30:00Z",
        "20260214T103000Z, 2026-02-14T10:30:00Z",
        "20260214T1030Z, 2026-02-14T10:30:00Z",
        "20260214T10, 2026-02-14T10:00:00Z",
        "2026-02-14T103000Z, 2026-02-14T10:30:00Z",
        "2026-02-14t10:30:00z, 2026-02-14T10:30:00Z",
        "2026-02-14, 2026-02-14T00:00:00Z",
        "20260214, 2026-02-14T00:00:00Z",
        "2026-02, 2026-02-01T00:00:00Z",
        "2026, 2026-01-01T00:00:00Z",
        "+002026-02-14T10:30:00Z, 2026-02-14T10:30:00Z",
        "' 2026-02-14T10:30:00Z ', 2026-02-14T10:30:00Z"
    })
    void calendarDatesAreRead(String sent, Instant expected) {
        assertThat(ofString(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-W07-6T10:30:00Z, 2026-02-14T10:30:00Z",
        "2026W076T103000Z, 2026-02-14T10:30:00Z",
        "2026-w07-6, 2026-02-14T00:00:00Z",
        "2026-W07, 2026-02-09T00:00:00Z",
        "2026W07, 2026-02-09T00:00:00Z",
        "2026-W01-1, 2025-12-29T00:00:00Z",
        "2026-W53-7, 2027-01-03T00:00:00Z",
        "2026-045T10:30:00Z, 2026-02-14T10:30:00Z",
        "2026045T103000Z, 2026-02-14T10:30:00Z",
        "2026045, 2026-02-14T00:00:00Z",
        "2024-366, 2024-12-31T00:00:00Z"
    })
    void weekAndOrdinalDatesAreRead(String sent, Instant expected) {
        assertThat(ofString(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-14T24:00:00Z, 2026-02-15T00:00:00Z",
        "2026-12-31T24:00Z, 2027-01-01T00:00:00Z",
        "2026-02-14T24, 2026-02-15T00:00:00Z",
        "2026-02-14T24:00:00.000+01:00, 2026-02-14T23:00:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59.999999Z",
        "2016-12-31T23:59:60.5Z, 2016-12-31T23:59:59.999999Z",
        "2017-01-01T00:59:60+01:00, 2016-12-31T23:59:59.999999Z",
        "20161231T155960-0800, 2016-12-31T23:59:59.999999Z",
        "'2026-02-14T10:30:00,25Z', 2026-02-14T10:30:00.250Z",
        "'20260214T103000,25Z', 2026-02-14T10:30:00.250Z",
        "2026-02-14T10:30.5Z, 2026-02-14T10:30:30Z",
        "'2026-02-14T10,5', 2026-02-14T10:30:00Z",
        "'2026-02-14T10:30:00,123456789+01:00', 2026-02-14T09:30:00.123456Z"
    })
    void endOfDayLeapSecondAndFractionsAreRead(String sent, Instant expected) {
        assertThat(ofString(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-14T11:30:00+01:00[Europe/Berlin], 2026-02-14T10:30:00Z",
        "2026-02-14T11:30:00.5+01:00[!Europe/Berlin][u-ca=gregory], 2026-02-14T10:30:00.500Z",
        "2026-02-14T11:30+01:00[Europe/Berlin], 2026-02-14T10:30:00Z",
        "2026-02-14T10:30:00Z[Europe/Berlin], 2026-02-14T10:30:00Z",
        "2026-02-14T10:30:00Z[!Europe/Berlin], 2026-02-14T10:30:00Z",
        "2026-02-14T11:30:00[Europe/Berlin], 2026-02-14T10:30:00Z",
        "2026-07-14T12:30:00[Europe/Berlin], 2026-07-14T10:30:00Z",
        "2026-02-14T11:30:00+01:00[+01:00], 2026-02-14T10:30:00Z",
        "2026-02-14T11:30:00+01:00[America/Argentina/ComodRivadavia][u-ca=iso8601][_x=y-z], 2026-02-14T10:30:00Z",
        "2026-02-14T11:30:00+01:00[Nowhere/Else], 2026-02-14T10:30:00Z",
        "2026-02-14T11:30:00+01:00[!Nowhere/Else], ",
        "2026-02-14T11:30:00[Nowhere/Else], ",
        "2026-02-14T11:30:00+02:00[Europe/Berlin], 2026-02-14T09:30:00Z",
        "2026-02-14T11:30:00+02:00[!Europe/Berlin], ",
        "2026-02-14T11:30:00+01:00[!x=y], ",
        "2026-02-14T11:30:00+01:00[u-ca=gregory][Europe/Berlin], ",
        "2026-02-14T11:30:00+01:00[, ",
        "2026-02-14T11:30:00+01:00[], "
    })
    void suffixOfRfc9557IsUnderstood(String sent, Instant expected) {
        assertThat(ofString(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1771065000, 2026-02-14T10:30:00Z",
        "1771065000.123456, 2026-02-14T10:30:00.123456Z",
        "1.771065e9, 2026-02-14T10:30:00Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "1771065000000, 2026-02-14T10:30:00Z",
        "1771065000123.5, 2026-02-14T10:30:00.123500Z",
        "99999999999999, 5138-11-16T09:46:39.999Z",
        "100000000000000, 1973-03-03T09:46:40Z",
        "1771065000123456, 2026-02-14T10:30:00.123456Z",
        "1771065000123456.7, 2026-02-14T10:30:00.123456Z",
        "99999999999999999, 5138-11-16T09:46:39.999999Z",
        "100000000000000000, 1973-03-03T09:46:40Z",
        "1771065000123456789, 2026-02-14T10:30:00.123456Z",
        "253402300799999999999, 9999-12-31T23:59:59.999999Z",
        "253402300800000000000, ",
        "1e300, ",
        "0, 1970-01-01T00:00:00Z",
        "-0.0, 1970-01-01T00:00:00Z",
        "1e-999999999999, 1970-01-01T00:00:00Z",
        "-1, ",
        "-1771065000, "
    })
    void sizeOfANumberTellsItsUnit(String sent, Instant expected) {
        assertThat(Timestamps.read(RawJson.of(sent))).isEqualTo(expected);
        if (sent.matches("[0-9.]{5,}")) {
            assertThat(ofString(sent)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20261301, 1970-08-23T12:08:21Z",
        "2026400, 1970-01-24T10:53:20Z",
        "202602, 1970-01-03T08:16:42Z",
        "0, 1970-01-01T00:00:00Z",
        "1771065000.5, 2026-02-14T10:30:00.500Z"
    })
    void digitsThatAreNoDateAreSeconds(String sent, Instant expected) {
        assertThat(ofString(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "",
                "now",
                "2026-13-01",
                "2026-00-01",
                "2026-02-30T00:00:00Z",
                "2026-02-14T25:00:00Z",
                "2026-02-14T24:00:01Z",
                "2026-02-14T24:30",
                "2026-02-14T10:60:00Z",
                "2026-02-14T10:30:60Z",
                "2026-02-14T10:59:60Z",
                "2026-02-14T10:30:61Z",
                "2026-02-14T10:30:00+99:00",
                "2026-02-14T10:30:00+05:3000",
                "2026-02-14T10:30:00+5",
                "2026-02-14T10:30:00+",
                "2026-02-14T10:30:00.",
                "2026-02-14T10:30:00.Z",
                "2026-02-14T10:30:00Zulu",
                "2026-02-14T10:30:00 UTC",
                "2026-02-14T",
                "2026-2-14",
                "2026-0214",
                "2026-02T10:30:00Z",
                "2026T10:30",
                "2026-W00-1",
                "2025-W53-1",
                "2026-W07-8",
                "2026-W07T10:30",
                "2026-000",
                "2026-366",
                "14/02/2026",
                "Sat, 14 Feb 2026 10:30:00 GMT",
                "1771065000s",
                "+1771065000",
                "-1771065000",
                "1,771,065,000",
                "0x1",
                "١٧٧١٠٦٥٠٠٠"
            })
    void otherTextIsUnreadable(String sent) {
        assertThat(ofString(sent)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "0001-01-01T00:00:00",
                "0000-00-00T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "1601-01-01T00:00:00Z",
                "1900-01-01",
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00+01:00",
                "+010000-01-01T00:00:00Z",
                "-000001-01-01T00:00:00Z"
            })
    void timeBefore1970OrBeyond9999IsUnreadable(String sent) {
        assertThat(ofString(sent)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "[]", "{}", "[1771065000]", "{\"seconds\":1771065000}"})
    void otherJsonIsUnreadable(String json) {
        assertThat(Timestamps.read(RawJson.of(json))).isNull();
    }

    @Test
    void longTextIsNotEvenLookedAt() {
        assertThat(ofString("2026-02-14T10:30:00." + "1".repeat(1_000_000) + "Z"))
                .isNull();
        assertThat(Timestamps.read(RawJson.of("1".repeat(1_000_000)))).isNull();
    }

    /** The short way for the common form and the long way for all forms agree, and both with java.time. */
    @Test
    void whatJavaWritesIsReadInEachOfItsForms() {
        SplittableRandom random = new SplittableRandom(20261129);
        for (int i = 0; i < 20_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(253_402_214_400L))
                    .plus(random.nextInt(3) * random.nextLong(1_000_000) / 2, ChronoUnit.MICROS);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
            if (time.atOffset(offset).getYear() > 9999 || time.atOffset(offset).getYear() < 1970) {
                continue;
            }
            for (DateTimeFormatter form : List.of(
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME,
                    DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx"),
                    DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSSxx"),
                    DateTimeFormatter.ofPattern("uuuu-DDD'T'HH:mm:ss.SSSSSSxxx"),
                    DateTimeFormatter.ofPattern("YYYY-'W'ww-e'T'HH:mm:ss,SSSSSSxxx", Locale.GERMANY))) {
                String text = form.format(time.atOffset(offset));
                assertThat(ofString(text)).as(text).isEqualTo(time);
            }
        }
    }

    private static Instant ofString(String text) {
        return Timestamps.read(RawJson.ofString(text));
    }
}
