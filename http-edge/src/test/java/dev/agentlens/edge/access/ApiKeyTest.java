/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.boot.SettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeyTest {

    @ParameterizedTest
    @CsvSource({
        "ingest, true, false",
        "read, false, true",
        "ingest+read, true, true",
        "read + ingest, true, true",
        "admin, true, true"
    })
    void scopeSaysWhatAKeyMayDo(String scope, boolean mayIngest, boolean mayRead) {
        ApiKey key = ApiKey.parse("ci:" + scope + ":secret");

        assertThat(key.allows(RouteGroup.EVENTS)).isEqualTo(mayIngest);
        assertThat(key.allows(RouteGroup.SESSIONS)).isEqualTo(mayRead);
        assertThat(key.allows(RouteGroup.ANALYTICS)).isEqualTo(mayRead);
    }

    @Test
    void keyMayContainColons() {
        assertThat(ApiKey.parse("ci:read:a:b").is(ApiKey.digest("a:b"))).isTrue();
        assertThat(ApiKey.parse("ci:read:a:b").is(ApiKey.digest("b"))).isFalse();
    }

    /** {@code printf %s secret | sha256sum}. */
    @ParameterizedTest
    @CsvSource({
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B"
    })
    void hashStandsForItsKey(String hash) {
        ApiKey key = ApiKey.parse("ci:read:sha256=" + hash);

        assertThat(key.is(ApiKey.digest("secret"))).isTrue();
        assertThat(key.is(ApiKey.digest("sha256=" + hash))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secret                 | an entry is not of the form name:scope:key
            read:secret            | an entry is not of the form name:scope:key
            :read:secret           | the entry '' is not of the form name:scope:key
            ci:read:               | the entry 'ci' is not of the form name:scope:key
            ci::secret             | the entry 'ci' has the scope '', which is not one of ingest, read, admin
            ci:write:secret        | the entry 'ci' has the scope 'write', which is not one of ingest, read, admin
            ci:ingest+:secret      | the entry 'ci' has the scope '', which is not one of ingest, read, admin
            ci:read:sha256=secret  | the entry 'ci' has a hash that is not 64 hexadecimal digits
            """)
    void wrongEntryIsNamedAndItsKeyIsNot(String entry, String why) {
        assertThatThrownBy(() -> ApiKey.parse(entry))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("AGENTLENS_API_KEYS: " + why)
                .hasMessageNotContaining("secret");
    }
}
