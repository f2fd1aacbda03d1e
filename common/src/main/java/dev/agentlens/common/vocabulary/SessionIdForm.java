/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.vocabulary;

/** The form of a session id. */
public final class SessionIdForm {

    public static final int MAX_LENGTH = 128;

    /** For error texts. */
    public static final String DESCRIPTION = "1 to 128 of A-Z a-z 0-9 _ - . :";

    private SessionIdForm() {}

    public static boolean matches(String candidate) {
        boolean legal = !candidate.isEmpty() && candidate.length() <= MAX_LENGTH;
        for (int i = 0; legal && i < candidate.length(); i++) {
            legal = isLegal(candidate.charAt(i));
        }
        return legal;
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-.:".indexOf(c) >= 0;
    }
}
