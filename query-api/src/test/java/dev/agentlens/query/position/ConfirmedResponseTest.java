/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ConfirmedResponseTest {

    private final MockServerHttpResponse sent = new MockServerHttpResponse();
    private final AtomicInteger confirmations = new AtomicInteger();

    @Test
    void confirmedResponseIsSentUnchanged() {
        confirmedTimes(9).writeWith(Mono.just(bytes("whole"))).block();

        assertThat(sent.getBodyAsString().block()).isEqualTo("whole");
        assertThat(confirmations).hasValue(1);
    }

    @Test
    void streamedResponseIsConfirmedBeforeItsFirstAndAfterItsLastPiece() {
        confirmedTimes(9)
                .writeWith(Flux.just("a", "b", "c").map(ConfirmedResponseTest::bytes))
                .block();

        assertThat(sent.getBodyAsString().block()).isEqualTo("abc");
        assertThat(confirmations).hasValue(2);
    }

    @Test
    void unconfirmedResponseIsNotStarted() {
        assertThatThrownBy(() ->
                        confirmedTimes(0).writeWith(Mono.just(bytes("whole"))).block())
                .hasMessage("unconfirmed");
        assertThat(sent.isCommitted()).isFalse();

        assertThatThrownBy(() -> confirmedTimes(0)
                        .writeWith(Flux.just("a", "b").map(ConfirmedResponseTest::bytes))
                        .block())
                .hasMessage("unconfirmed");
        assertThat(sent.isCommitted()).isFalse();
    }

    @Test
    void whatIsUnconfirmedIsReadNoFurther() {
        Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
        body.tryEmitNext(bytes("a")).orThrow();

        assertThatThrownBy(() -> confirmedTimes(0).writeWith(body.asFlux()).block())
                .hasMessage("unconfirmed");
        assertThat(body.tryEmitNext(bytes("b"))).isEqualTo(Sinks.EmitResult.FAIL_CANCELLED);
    }

    @Test
    void responseThatIsUnconfirmedAtItsEndBreaksOff() {
        Mono<Void> writing = confirmedTimes(1).writeWith(Flux.just("a", "b").map(ConfirmedResponseTest::bytes));

        assertThatThrownBy(writing::block).hasMessage("unconfirmed");
        assertThat(sent.isCommitted()).isTrue();
    }

    @Test
    void failureOfTheResponseItselfIsKept() {
        Flux<DataBuffer> failing = Flux.error(new IllegalStateException("of the answer"));

        assertThatThrownBy(() -> confirmedTimes(9).writeWith(failing).block()).hasMessage("of the answer");
        assertThat(sent.isCommitted()).isFalse();
    }

    private ConfirmedResponse confirmedTimes(int times) {
        confirmations.set(0);
        return new ConfirmedResponse(
                sent,
                Mono.defer(() -> confirmations.incrementAndGet() <= times
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException("unconfirmed"))));
    }

    private static DataBuffer bytes(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(UTF_8));
    }
}
