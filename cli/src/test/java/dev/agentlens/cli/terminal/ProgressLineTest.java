/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final String NL = System.lineSeparator();

    private final StringWriter text = new StringWriter();
    private long now;

    @Test
    void onATerminalOneLineIsWrittenOverTenTimesASecondAtMost() {
        ProgressLine line = line(true, 1_000);

        for (int done = 1; done <= 1_000; done++) {
            pass(Duration.ofMillis(1));
            line.at(done);
        }
        line.end();

        assertThat(text.toString().split("\r"))
                .hasSize(1 + 10)
                .allSatisfy(each -> assertThat(each.lines()).hasSizeLessThan(2));
        assertThat(text.toString()).endsWith("Reading: 1,000 of 1,000 (100 %), 1,000/s, 0 s left\u001b[K" + NL);
    }

    @Test
    void theLineEndsWithTheLatestNews() {
        ProgressLine line = line(true, 0);
        pass(Duration.ofSeconds(1));
        line.at(1);
        line.at(2);

        line.end();
        line.end();

        assertThat(text.toString()).isEqualTo("\rReading: 1, 1/s\u001b[K\rReading: 2, 2/s\u001b[K" + NL);
    }

    @Test
    void elsewhereThereIsALineEveryTenSeconds() {
        ProgressLine line = line(false, 100);

        for (int done = 1; done <= 25; done++) {
            pass(Duration.ofSeconds(1));
            line.at(done);
        }
        line.end();

        assertThat(text.toString().lines())
                .containsExactly(
                        "Reading: 10 of 100 (10 %), 1/s, 1 min 30 s left",
                        "Reading: 20 of 100 (20 %), 1/s, 1 min 20 s left");
    }

    /** From JDK 22 on a process has a console without having a terminal. */
    @Test
    void aPipeIsNoTerminal() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        IsATerminalAttached.class.getName())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();

        assertThat(new String(process.getInputStream().readAllBytes())).isEqualToIgnoringNewLines("false");
        assertThat(process.waitFor()).isZero();
    }

    /** What a process of its own says. */
    static final class IsATerminalAttached {

        public static void main(String[] args) {
            System.out.println(Terminal.isAttached());
        }
    }

    private ProgressLine line(boolean terminal, long total) {
        return new ProgressLine(new PrintWriter(text), terminal, () -> now, "Reading", total);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
