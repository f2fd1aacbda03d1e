/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import java.io.Console;
import java.util.Map;

/** Whether a person watches. */
public final class Terminal {

    private Terminal() {}

    /** Whether both input and output of this process are a terminal. */
    public static boolean isAttached() {
        Console console = System.console();
        return console != null && isTerminal(console);
    }

    /** Whether to colour what is written to it: not where https://no-color.org or the kind of terminal says no. */
    public static boolean wantsColour(Map<String, String> environment) {
        return isAttached()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** From 22 on there is a console where input or output are pipes or files too, and it has to be asked. */
    private static boolean isTerminal(Console console) {
        if (Runtime.version().feature() < 22) {
            return true;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No Console.isTerminal() in this JDK", e);
        }
    }
}
