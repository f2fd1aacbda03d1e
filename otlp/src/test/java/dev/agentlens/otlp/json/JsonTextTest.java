/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonTextTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String[] PIECES = {
        "a",
        "plain text ",
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u001f",
        "\u007f",
        "é",
        "日",
        "🚀",
        "\ud83d",
        "\udc00",
        "\u2028"
    };

    @Test
    void everyTextComesBackAsItWas() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(200); n > 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            JsonText json = new JsonText(1 + random.nextInt(16))
                    .startObject()
                    .field("text", text.toString())
                    .field("number", 7)
                    .endObject();

            JsonNode read = MAPPER.readTree(json.value().text());

            assertThat(read.get("text").asString()).isEqualTo(text.toString());
            assertThat(read.get("number").asInt()).isEqualTo(7);
        }
    }
}
