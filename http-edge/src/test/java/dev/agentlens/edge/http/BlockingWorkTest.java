/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class BlockingWorkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void resultAndExceptionsPassThrough() {
        assertThat(done(() -> "done")).isEqualTo("done");
        assertThatThrownBy(() -> done(() -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong");
    }

    @Test
    void errorsThatReactorPassesByFailItToo() {
        for (Error error :
                new Error[] {new UnsatisfiedLinkError("no zstd"), new StackOverflowError(), new AssertionError()}) {
            assertThatThrownBy(() -> done(() -> {
                        throw error;
                    }))
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isSameAs(error),
                            failure -> assertThat(failure).hasCause(error));
        }
    }

    private static String done(Callable<String> work) {
        return BlockingWork.mono(work).subscribeOn(Schedulers.boundedElastic()).block(PATIENCE);
    }
}
