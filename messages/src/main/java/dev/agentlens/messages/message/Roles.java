/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.message;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that providers and frameworks have for the four roles. */
public final class Roles {

    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("system", Message.SYSTEM),
            Map.entry("developer", Message.SYSTEM),
            Map.entry("user", Message.USER),
            Map.entry("human", Message.USER),
            Map.entry("assistant", Message.ASSISTANT),
            Map.entry("ai", Message.ASSISTANT),
            Map.entry("model", Message.ASSISTANT),
            Map.entry("chatbot", Message.ASSISTANT),
            Map.entry("bot", Message.ASSISTANT),
            Map.entry("tool", Message.TOOL),
            Map.entry("function", Message.TOOL),
            Map.entry("ipython", Message.TOOL));

    private Roles() {}

    /** One of {@link Message}'s four where the name is one of theirs, else the name itself. */
    public static String of(String name) {
        String known = known(name);
        return known == null ? name : known;
    }

    public static @Nullable String known(String name) {
        return ROLES.get(name.toLowerCase(Locale.ROOT));
    }

    /** The role in the name of a class such as {@code HumanMessage}, {@code AIMessageChunk}, {@code ToolMessage}. */
    public static @Nullable String ofClass(String className) {
        int end = className.indexOf("Message");
        return end <= 0 ? null : known(className.substring(0, end));
    }
}
