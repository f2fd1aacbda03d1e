/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

/** How a word is set off on a terminal. */
public enum Style {
    FAINT("2"),
    BOLD("1"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** With the ANSI escapes around it, if {@code colour}. */
    public String on(String text, boolean colour) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
