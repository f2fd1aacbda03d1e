/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Text that compresses like what agents write: words by Zipf's law, phrases that come again, and the names, numbers and
 * line ends of code between them. It needs no escaping in JSON but that of its line ends, which are in it as {@code \n}.
 */
final class Prose {

    private static final List<String> WORDS = words();

    private static final int PHRASES = 300;

    private final Random random;
    private final List<String> phrases = new ArrayList<>();

    Prose(Random random) {
        this.random = random;
        for (int i = 0; i < PHRASES; i++) {
            phrases.add(text(20 + random.nextInt(50)));
        }
    }

    /** Exactly {@code length} characters of a JSON string's inside; nothing but letters if that is very short. */
    String text(int length) {
        StringBuilder text = new StringBuilder(length + 24);
        while (text.length() < length) {
            boolean known = !phrases.isEmpty() && random.nextInt(12) == 0;
            text.append(known ? phrases.get(random.nextInt(phrases.size())) : part())
                    .append(separator());
        }
        text.setLength(length);
        // Where the cut parts an escape in two, or ends in a blank.
        while (!text.isEmpty() && !Character.isLetterOrDigit(text.charAt(text.length() - 1))) {
            text.setLength(text.length() - 1);
        }
        return text.append("x".repeat(length - text.length())).toString();
    }

    private String part() {
        int kind = random.nextInt(100);
        if (kind < 84) {
            return word();
        }
        if (kind < 90) {
            return word() + "_" + word();
        }
        if (kind < 94) {
            return Integer.toString(random.nextInt(10_000));
        }
        if (kind < 97) {
            return word() + "/" + word() + ".py";
        }
        return "0x" + Integer.toHexString(random.nextInt());
    }

    private String separator() {
        int kind = random.nextInt(40);
        return kind < 33 ? " " : kind < 36 ? ", " : kind < 38 ? ". " : kind < 39 ? ": " : "\\n";
    }

    /** The n-th word as often as one in n. */
    private String word() {
        return WORDS.get((int) Math.pow(WORDS.size(), random.nextDouble()) - 1);
    }

    private static List<String> words() {
        try (InputStream file = Objects.requireNonNull(Prose.class.getResourceAsStream("/words.txt"))) {
            return List.of(new String(file.readAllBytes(), UTF_8).strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read words.txt", e);
        }
    }
}
