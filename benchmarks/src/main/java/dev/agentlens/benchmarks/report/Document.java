/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Markdown file that has a place for each section: what is between {@code <!-- begin NAME -->} and
 * {@code <!-- end NAME -->} is replaced, everything else is somebody's text and stays.
 */
public final class Document {

    private Document() {}

    /**
     * Writes each section of the report into its place.
     *
     * @throws IllegalArgumentException if the file has no place for one of them
     */
    public static void update(Path file, Report report) throws IOException {
        String text = Files.readString(file, UTF_8);
        for (Section section : report.sections()) {
            text = replaced(text, section.name(), report.markdown(section));
        }
        Files.writeString(file, text, UTF_8);
    }

    static String replaced(String text, String name, String section) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("The document has no place for " + name + "; write the two lines "
                    + begin.strip() + " and " + end + " where it belongs");
        }
        return text.substring(0, from + begin.length()) + section + text.substring(to);
    }
}
