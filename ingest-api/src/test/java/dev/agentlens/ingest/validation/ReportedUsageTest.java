/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedUsageTest {

    private static final Receipt RECEIPT = new Receipt(Instant.EPOCH, null, null, UUID::randomUUID);

    private final EventNormalizer normalizer = new EventNormalizer(4 << 20);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // OpenAI chat, Mistral; responses, Anthropic; Gemini; Bedrock Converse; Vercel; LangChain; Cohere;
                // Ollama
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13}} | output_data.usage has prompt_tokens 9 and completion_tokens 4",
                "{\"content\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":4}} | output_data.usage has input_tokens 9 and output_tokens 4",
                "{\"candidates\":[],\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4}} | output_data.usageMetadata has promptTokenCount 9 and candidatesTokenCount 4",
                "{\"output\":{},\"usage\":{\"inputTokens\":9,\"outputTokens\":4}} | output_data.usage has inputTokens 9 and outputTokens 4",
                "{\"text\":\"a\",\"usage\":{\"promptTokens\":9,\"completionTokens\":4}} | output_data.usage has promptTokens 9 and completionTokens 4",
                "{\"content\":\"a\",\"usage_metadata\":{\"input_tokens\":9,\"output_tokens\":4}} | output_data.usage_metadata has input_tokens 9 and output_tokens 4",
                "{\"llm_output\":{\"token_usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}} | output_data.llm_output.token_usage has prompt_tokens 9 and completion_tokens 4",
                "{\"usage\":{\"billed_units\":{\"input_tokens\":9,\"output_tokens\":4}}} | output_data.usage.billed_units has input_tokens 9 and output_tokens 4",
                "{\"meta\":{\"tokens\":{\"input_tokens\":9,\"output_tokens\":4}}} | output_data.meta.tokens has input_tokens 9 and output_tokens 4",
                "{\"message\":{},\"prompt_eval_count\":9,\"eval_count\":4} | output_data has prompt_eval_count 9 and eval_count 4",
                "[{\"delta\":{}},{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}] | output_data[].usage has prompt_tokens 9 and completion_tokens 4",
                "{\"response\":{\"usage\":{\"prompt_tokens\":9}}} | output_data.response.usage has prompt_tokens 9"
            })
    void uncountedUsageIsReportedWithTheFieldsToSend(String response, String found) {
        Warning warning =
                warnings("{\"output_data\":" + response + "}").warnings().get(0);

        assertThat(warning.message())
                .isEqualTo(found + ", which are not counted: send them as tokens_in and tokens_out");
        assertThat(warning.field()).isEqualTo("output_data");
        assertThat(warning.kind()).isEqualTo(WarningKind.USAGE);
    }

    @Test
    void usageIsNoWarningWhereTokensAreSent() {
        String usage = "\"output_data\":{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}";

        assertThat(warnings("{\"tokens_in\":9,\"tokens_out\":4," + usage + "}").warnings())
                .isEmpty();
        assertThat(warnings("{\"tokens_in\":0,\"tokens_out\":0," + usage + "}").warnings())
                .isEmpty();
        assertThat(warnings("{\"tokens_in\":9," + usage + "}").warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).endsWith("send them as tokens_out"));
        assertThat(warnings("{\"tokens_in\":null,\"tokens_out\":null," + usage + "}")
                        .warnings())
                .hasSize(1);
        assertThat(warnings("{\"event_type\":\"session_end\"," + usage + "}").warnings())
                .isEmpty();
    }

    @Test
    void usageBesideTheResponseIsSeenAsWell() {
        assertThat(warnings("{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}")
                        .warnings())
                .extracting(Warning::field)
                .containsExactly("usage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "\"usage: prompt_tokens 9\"",
                "{\"usage\":null}",
                "{\"usage\":\"prompt_tokens\"}",
                "{\"usage\":{\"prompt_tokens\":\"9\"}}",
                "{\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}",
                "{\"usage\":{\"seats\":9,\"tokens\":4}}",
                "{\"token\":{\"input_tokens\":9}}",
                "{\"rows\":[{\"prompt_tokens\":9,\"completion_tokens\":4}]}"
            })
    void otherContentIsNoUsage(String response) {
        assertThat(warnings("{\"output_data\":" + response + "}").warnings()).isEmpty();
    }

    @Test
    void searchIsBounded() {
        String deep = "{\"tokens\":".repeat(400) + "{\"usage\":{\"prompt_tokens\":9}}" + "}".repeat(400);
        String wide = "[" + "{\"token\":{}},".repeat(100_000) + "{\"usage\":{\"prompt_tokens\":9}}]";

        assertThat(warnings("{\"output_data\":" + deep + "}").warnings()).isEmpty();
        assertThat(warnings("{\"output_data\":" + wide + "}").warnings()).isEmpty();
    }

    private Accepted warnings(String event) {
        return (Accepted) normalizer.normalize(RawJson.of(event), 0, RECEIPT);
    }
}
