/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class SentKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer KEY", "bearer KEY", "BEARER   KEY ", "Basic cGs6S0VZ", "basic OktFWQ=="})
    void keyIsFoundInAuthorization(String authorization) {
        assertThat(SentKeys.of(headers("Authorization", authorization))).containsExactly("KEY");
    }

    @Test
    void passwordMayHoldColonsAndAnyCharacter() {
        String credentials = Base64.getEncoder().encodeToString("user:a:b é".getBytes(UTF_8));

        assertThat(SentKeys.of(headers("Authorization", "Basic " + credentials)))
                .containsExactly("a:b é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KEY",
                "Bearer",
                "Bearer ",
                "BearerKEY",
                "Basic",
                "Basic !!!",
                "Basic S0VZ",
                "Basic cGs6",
                "Digest KEY",
                "Token KEY"
            })
    void anythingElseIsNoKey(String authorization) {
        assertThat(SentKeys.of(headers("Authorization", authorization))).isEmpty();
    }

    @Test
    void bothHeadersAreLookedAt() {
        HttpHeaders headers = headers("Authorization", "Bearer B");
        headers.set("X-API-Key", "A");

        assertThat(SentKeys.of(headers)).containsExactly("A", "B");
    }

    private static HttpHeaders headers(String name, String value) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(name, value);
        return headers;
    }
}
