/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.IngestProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class BodyReaderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final IngestProperties properties = new IngestProperties(
            DataSize.ofBytes(100),
            10,
            DataSize.ofBytes(100),
            DataSize.ofBytes(150),
            1,
            SECOND,
            Duration.ofSeconds(3),
            1,
            (short) 1);
    private static final BodyLimit LIMIT = new BodyLimit(100, "A_SETTING");

    private final BodyReader reader = new BodyReader(new BufferBudget(properties));

    @Test
    void bodyIsHandedOnWhole() {
        assertThat(lengthOf(100)).isEqualTo(100);
        assertThat(lengthOf(0)).isZero();
    }

    @Test
    void bodyOverItsLimitIsRefused() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> lengthOf(101))
                .satisfies(e -> assertThat(e.status()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE));
    }

    @Test
    void bodiesBeyondTheMemorySetAsideAreRefusedUntilOthersAreDone() {
        Disposable held = reader.read(request(100), LIMIT, body -> Mono.never()).subscribe();

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> lengthOf(51))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                    assertThat(e.headers().getFirst("Retry-After")).isEqualTo("3");
                });
        assertThat(lengthOf(50)).isEqualTo(50);

        held.dispose();
        assertThat(lengthOf(100)).isEqualTo(100);
    }

    @Test
    void memoryIsGivenBackHoweverARequestEnds() {
        for (int i = 0; i < 10; i++) {
            assertThat(lengthOf(100)).isEqualTo(100);
            assertThatExceptionOfType(ApiException.class).isThrownBy(() -> lengthOf(120));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reader.read(request(100), LIMIT, body -> Mono.error(new IllegalStateException()))
                            .block(SECOND));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reader.read(request(100), LIMIT, body -> {
                                throw new IllegalStateException();
                            })
                            .block(SECOND));
        }
    }

    private int lengthOf(int size) {
        return reader.read(request(size), LIMIT, body -> Mono.just(body.length)).block(SECOND);
    }

    private static MockServerHttpRequest request(int size) {
        return MockServerHttpRequest.post("/events").body("x".repeat(size));
    }
}
