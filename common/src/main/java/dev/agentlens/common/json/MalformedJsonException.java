/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

/** The bytes are not one JSON value in UTF-8. The message says what is wrong and where, fit to be shown to a client. */
public final class MalformedJsonException extends RuntimeException {

    private final String place;
    private final String problem;

    /** @param problem such as {@code the text is empty} */
    MalformedJsonException(String problem) {
        this("", problem);
    }

    /**
     * @param line from 1
     * @param column from 1, in characters
     */
    MalformedJsonException(int line, int column, String problem) {
        this(" at line " + line + ", column " + column, problem);
    }

    private MalformedJsonException(String place, String problem) {
        super("Malformed JSON" + place + ": " + problem);
        this.place = place;
        this.problem = problem;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** @param part of the document that holds the place, such as {@code events[3]} */
    public String messageIn(String part) {
        return "Malformed JSON" + place + ", in " + part + ": " + problem;
    }
}
