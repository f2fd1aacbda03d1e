/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.Requests;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Signal;
import dev.agentlens.otlp.wire.UndecodableRequestException;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappingFuzzTest {

    @Test
    void whateverDecodesIsMappedToValidJson() {
        Random random = new Random(11);
        for (String name : Requests.RECORDINGS) {
            byte[] json = Requests.resource("/recordings/" + name + ".otlp.json");
            byte[] protobuf = Requests.protobuf(Requests.recording(name));
            for (int i = 0; i < 60; i++) {
                map(mutated(json, random), Encoding.JSON);
                map(mutated(protobuf, random), Encoding.PROTOBUF);
            }
        }
    }

    private static void map(byte[] body, Encoding encoding) {
        SpanMapper mapper = new SpanMapper(OtherSpans.KEEP);
        try {
            for (DecodedItem<Span> span : Signal.TRACES.decode(body, encoding, Requests.MAX_ITEMS)) {
                check(mapper.map(span));
            }
            List<DecodedItem<LogRecord>> logs = Signal.LOGS.decode(body, encoding, Requests.MAX_ITEMS);
            LogMapper.map(logs).forEach(MappingFuzzTest::check);
        } catch (UndecodableRequestException e) {
            assertThat(e.text()).isNotBlank();
        }
    }

    private static void check(MappingResult mapped) {
        if (mapped instanceof MappingResult.Events events) {
            events.events()
                    .forEach(event ->
                            assertThat(RawJson.of(event.text()).depth()).isLessThan(500));
        } else if (mapped instanceof MappingResult.Rejected rejected) {
            assertThat(rejected.reason()).isNotBlank();
            RawJson.of(rejected.content().text());
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] body = seed.clone();
        for (int n = random.nextInt(8); n >= 0; n--) {
            // Mostly within the alphabet of JSON, so that many bodies still decode.
            body[random.nextInt(body.length)] =
                    (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : "\"{}[]0:,ae\\".charAt(random.nextInt(11)));
        }
        return body;
    }
}
