/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** Random JSON values in the variety that clients send. All are JSON texts. */
final class Texts {

    private static final String[] WORDS = {
        "the",
        "file",
        "search",
        "result",
        "open",
        "line",
        "error",
        "test",
        "passes",
        "fix",
        "patch",
        "return",
        "value",
        "issue",
        "reproduce",
        "def",
        "class",
        "import",
        "order",
        "customer",
        "refund",
        "weather",
        "Zürich",
        "naïve",
        "日本語",
        "🚀",
        "\\n",
        "\\t",
        "\\\"quoted\\\"",
        "C:\\\\tmp",
        "<b>",
        "a=b&c",
        "{}",
        "[1]",
        "null",
        "\\u00e9",
        "#",
        "*"
    };

    /** What agents really emit and databases refuse: NUL, halves of surrogate pairs. */
    private static final String[] ODDITIES = {"\\u0000", "\\ud83d", "\\udc00x", "\\u001b[31m", "\\u2028"};

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private Texts() {}

    static String quoted(String plain) {
        return '"' + plain + '"';
    }

    /** A text of roughly {@code length} characters. */
    static String prose(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16).append('"');
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        if (random.nextInt(50) == 0) {
            text.append(ODDITIES[random.nextInt(ODDITIES.length)]);
        }
        return text.append('"').toString();
    }

    /** A length as prompts and observations have it: mostly short, some of several KB, few of many. */
    static int length(Random random) {
        int kind = random.nextInt(1_000);
        if (kind == 0) {
            return 20_000 + random.nextInt(40_000);
        }
        return kind < 25 ? 2_000 + random.nextInt(6_000) : 10 + random.nextInt(280);
    }

    /** The same instant in one of the notations that clients use. */
    static String time(Random random, Instant instant) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> quoted(iso(instant, ZoneOffset.UTC) + "+00:00");
            case 3 -> quoted(iso(instant, ZoneOffset.ofHours(2)) + "+02:00");
            case 4 -> quoted(iso(instant, ZoneOffset.UTC));
            case 5 ->
                instant.getNano() % 1_000_000 == 0 ? Long.toString(instant.toEpochMilli()) : quoted(instant.toString());
            default -> quoted(instant.toString());
        };
    }

    private static String iso(Instant instant, ZoneOffset zone) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return local.format(local.getNano() == 0 ? SECONDS : MICROS);
    }

    static String tokens(Random random) {
        int kind = random.nextInt(2_000);
        if (kind < 10) {
            return switch (kind) {
                case 0 -> "1e17";
                case 1, 2, 3 -> "-7";
                case 4, 5 -> "\"many\"";
                case 6 -> "null";
                default -> random.nextInt(500) + ".75";
            };
        }
        return Integer.toString(random.nextInt(1_500));
    }

    static String milliseconds(Random random) {
        int kind = random.nextInt(200);
        if (kind < 4) {
            return kind == 0 ? "-1" : kind == 1 ? "\"slow\"" : kind == 2 ? "null" : "1.5E+3";
        }
        return kind < 120 ? random.nextInt(90_000) / 10.0 + "" : Integer.toString(random.nextInt(5_000));
    }
}
