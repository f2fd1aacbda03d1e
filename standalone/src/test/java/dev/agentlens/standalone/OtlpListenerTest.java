/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.web.server.PortInUseException;
import reactor.core.publisher.Mono;

class OtlpListenerTest {

    @Test
    void portThatAnotherProgramTookIsAFailureOnlyIfItWasAskedFor() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            OtlpListener preferred = listener(other.getLocalPort(), false);
            preferred.start();

            assertThat(preferred.isRunning()).isFalse();
            assertThat(preferred.getAsInt()).isZero();
            assertThatThrownBy(listener(other.getLocalPort(), true)::start).isInstanceOf(PortInUseException.class);
        }
    }

    @Test
    void portThatIsFreeIsOpened() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        OtlpListener listener = listener(port, false);
        listener.start();

        assertThat(listener.getAsInt()).isEqualTo(port);
        listener.stop();
    }

    private static OtlpListener listener(int port, boolean required) {
        return new OtlpListener(port, required, (request, response) -> Mono.empty(), new DefaultListableBeanFactory());
    }
}
