/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.error;

import java.util.List;

/** The line of a stack trace that says what happened. */
public final class StackTraces {

    private StackTraces() {}

    /** The last line of Python's traceback, the first of a trace of the JVM's or Node's; any other text unchanged. */
    public static String message(String text) {
        if (text.indexOf('\n') < 0) {
            return text;
        }
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        if (isTraceback(text)) {
            return lines.get(lines.size() - 1);
        }
        boolean ofFrames = lines.stream().skip(1).anyMatch(line -> line.startsWith("at "));
        return ofFrames && !lines.get(0).startsWith("at ") ? lines.get(0) : text;
    }

    /** Whether it is one of Python's. */
    public static boolean isTraceback(String text) {
        return text.contains("Traceback (most recent call last)");
    }
}
