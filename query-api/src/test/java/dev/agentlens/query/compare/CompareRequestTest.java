/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.edge.error.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareRequestTest {

    @Test
    void twoIdsAreRead() {
        assertThat(parse("{\"session_b\":\"b\",\"x\":[1],\"session_a\":\"a\"}"))
                .isEqualTo(new CompareRequest(List.of("a", "b"), false));
    }

    @Test
    void upToTenIdsAreRead() {
        assertThat(parse("{\"sessions\":[\"c\",\"a\",\"b\"],\"session_a\":\"x\"}"))
                .isEqualTo(new CompareRequest(List.of("c", "a", "b"), true));
        assertThat(parse("{\"sessions\": [ ],\"session_a\":\"a\",\"session_b\":\"b\"}"))
                .isEqualTo(new CompareRequest(List.of("a", "b"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | Both session_a and session_b are required",
                "{\"session_a\":\"a\"} | Both session_a and session_b are required",
                "{\"session_a\":\"\",\"session_b\":\"b\"} | Both session_a and session_b are required",
                "{\"session_a\":null,\"session_b\":\"b\"} | Both session_a and session_b are required",
                "{\"session_a\":1,\"session_b\":\"b\"} | session_a must be a string, not a number",
                "{\"session_a\":\"a\",\"session_b\":[]} | session_b must be a string, not an array",
                "{\"session_a\":\"a b\",\"session_b\":\"b\"} | Invalid session ID format",
                "{\"session_a\":\"a\",\"session_b\":\"a\"} | Cannot compare a session with itself",
                "{\"sessions\":\"a\"} | sessions must be an array of session ids, not a string",
                "{\"sessions\":[\"a\"]} | sessions must have 2 to 10 session ids, not 1",
                "{\"sessions\":[\"a\",2]} | sessions[1] must be a string, not a number",
                "{\"sessions\":[\"a\",\"b\",\"a\"]} | Cannot compare a session with itself",
                "[] | The body must be a JSON object with session_a and session_b, not an array",
                "{\"session_a\": | Malformed JSON"
            })
    void whatIsWrongIsSaid(String body, String message) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(ApiException.class).hasMessageStartingWith(message);
    }

    private static CompareRequest parse(String body) {
        return CompareRequest.parse(body.getBytes(UTF_8));
    }
}
