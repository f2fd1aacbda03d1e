/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.boot.SettingException;
import dev.agentlens.boot.WrongSetting;
import dev.agentlens.edge.EdgeProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "https://App.Example.com, https://app.example.com",
        "https://app.example.com/, https://app.example.com",
        "https://app.example.com:443, https://app.example.com",
        "http://localhost:80, http://localhost",
        "http://localhost:443, http://localhost:443",
        "http://localhost:5173, http://localhost:5173",
        "http://127.0.0.1:3000, http://127.0.0.1:3000",
        "http://[::1]:3000, http://[::1]:3000",
        "http://my_host:8080, http://my_host:8080",
        "https://bücher.example, https://xn--bcher-kva.example",
        "tauri://localhost, tauri://localhost",
        "chrome-extension://abcdefghijklmnop, chrome-extension://abcdefghijklmnop"
    })
    void originIsKnownAsBrowsersWriteIt(String setting, String origin) {
        assertThat(rules(setting).allows(origin)).isTrue();
        assertThat(rules(setting).allows("https://elsewhere.example")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://*.example.com, https://app.example.com, true",
        "https://*.Example.com, https://a.b.example.com, true",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, http://app.example.com, false",
        "https://*.example.com, https://app.example.com:8443, false",
        "https://*.example.com, https://app.example.com.evil, false",
        "https://*.example.com, https://appexample.com, false",
        "https://*.example.com, https://app-example.com, false",
        "https://*.example.com:8443, https://app.example.com:8443, true",
        "https://*.example.com:8443, https://app.example.com, false",
        "https://*.example.com:443, https://app.example.com, true"
    })
    void wildcardStandsForSubdomains(String setting, String origin, boolean allowed) {
        assertThat(rules(setting).allows(origin)).isEqualTo(allowed);
    }

    @Test
    void starAmongOthersAllowsAny() {
        assertThat(rules("https://a.example", "*").allows("https://elsewhere.example"))
                .isTrue();
        assertThat(rules("https://a.example", "").allows("https://a.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "example.com",
                "localhost:5173",
                "//example.com",
                "https://",
                "https://*",
                "https://*.",
                "*.example.com",
                "https://app.*.com",
                "https://app*.example.com",
                "https://*.*.example.com",
                "https://.example.com",
                "https://example..com",
                "https://example.com.",
                "https://example.com:",
                "https://example.com:*",
                "https://example.com:0",
                "https://example.com:65536",
                "https://example.com:99999999",
                "http://localhost:5173/path",
                "http://localhost:5173//",
                "https://example.com?a=b",
                "https://example.com#a",
                "https://user@example.com",
                "https://a b.example",
                "https://example.com;https://b.example",
                "http://[::1",
                "http://::1",
                "null",
                "'*'",
                "**",
                "https:/example.com",
                "https:\\\\example.com"
            })
    void whatCanNeverBeAnOriginStopsTheStartWithOneLine(String setting) {
        assertThatThrownBy(() -> rules(setting))
                .isInstanceOf(SettingException.class)
                .satisfies(failure -> assertThat(WrongSetting.in(new IllegalStateException("a bean", failure)))
                        .contains("CORS_ORIGINS is '" + setting.strip()
                                + "': it must be *, or origins separated by commas, each scheme://host[:port] or"
                                + " scheme://*.host[:port], without a path"));
    }

    @Test
    void oneWrongOriginAmongGoodOnesIsNamed() {
        assertThatThrownBy(() -> rules("https://a.example", "b.example", "*"))
                .hasMessageStartingWith("CORS_ORIGINS is 'b.example'");
    }

    private static CorsRules rules(String... origins) {
        return new CorsRules(new EdgeProperties(
                List.of(),
                List.of(),
                List.of(origins),
                "",
                new EdgeProperties.RateLimit(0, 0, 0, Duration.ofSeconds(60), 1),
                1));
    }
}
