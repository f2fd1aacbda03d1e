/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.cli.CommandFailedException;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

    private final StringWriter out = new StringWriter();

    @Test
    void onlyAYesIsOne() {
        assertThat(ask("y\n")).isTrue();
        assertThat(ask(" YES \n")).isTrue();
        assertThat(ask("n\n")).isFalse();
        assertThat(ask("\n")).isFalse();
        assertThat(ask("yellow\n")).isFalse();
        assertThat(out.toString()).startsWith("Send? [y/N] ");
    }

    @Test
    void nobodyThereIsNoYes() {
        assertThatThrownBy(() -> ask(""))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("nothing was done")
                .hasMessageContaining("--yes");
    }

    private boolean ask(String answer) {
        return Confirmation.ask("Send?", new PrintWriter(out, true), new ByteArrayInputStream(answer.getBytes(UTF_8)));
    }
}
