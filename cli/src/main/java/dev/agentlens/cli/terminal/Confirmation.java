/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import dev.agentlens.cli.CommandFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks a person before something is done. */
public final class Confirmation {

    private Confirmation() {}

    /** @throws CommandFailedException if the input ends without a reply */
    public static boolean ask(String question, PrintWriter out, InputStream in) {
        out.print(question + " [y/N] ");
        out.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
            if (answer == null) {
                out.println();
                throw new CommandFailedException("Nobody answered, and nothing was done; --yes does not ask");
            }
            String clean = answer.strip().toLowerCase(Locale.ROOT);
            return clean.equals("y") || clean.equals("yes");
        } catch (IOException e) {
            throw new CommandFailedException("The reply could not be read; nothing was done. --yes does not ask", e);
        }
    }
}
