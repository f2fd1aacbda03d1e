/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.boot.SettingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";

    @Test
    void socketAloneCountsUntilAProxyIsTrusted() {
        assertThat(client("", "203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
        assertThat(client("0", "203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
        assertThat(client("1", "203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({"1, 3.3.3.3", "2, 2.2.2.2", "3, 1.1.1.1", "4, 1.1.1.1", "99, 1.1.1.1"})
    void hopCountTakesThatManyEntriesFromTheRight(String hops, String expected) {
        assertThat(client(hops, PROXY, "1.1.1.1, 2.2.2.2,3.3.3.3")).isEqualTo(expected);
    }

    @Test
    void clientCannotForgeWhatStandsLeftOfItsOwnAddress() {
        String honest = client("1", PROXY, "203.0.113.7");

        assertThat(client("1", PROXY, "6.6.6.6, 203.0.113.7")).isEqualTo(honest);
        assertThat(client("1", PROXY, "6.6.6.6", "203.0.113.7")).isEqualTo(honest);
        assertThat(client("10.0.0.0/8", PROXY, "6.6.6.6, 203.0.113.7")).isEqualTo(honest);
        // An address of a trusted proxy, claimed by a client that is outside.
        assertThat(client("10.0.0.0/8", PROXY, "6.6.6.6, 10.0.0.9, 203.0.113.7"))
                .isEqualTo(honest);
    }

    @Test
    void headerOfAnUntrustedSocketIsIgnored() {
        assertThat(client("10.0.0.0/8", "203.0.113.7", "1.1.1.1")).isEqualTo("203.0.113.7");
        assertThat(client("10.0.0.0/8", "11.0.0.0", "1.1.1.1")).isEqualTo("11.0.0.0");
    }

    @Test
    void everyTrustedProxyIsPassedOver() {
        assertThat(client("10.0.0.0/8, 192.168.1.1", PROXY, "6.6.6.6, 203.0.113.7, 192.168.1.1, 10.255.255.255"))
                .isEqualTo("203.0.113.7");
        assertThat(client("10.0.0.0/8", PROXY, "10.0.0.3, 10.0.0.2")).isEqualTo("10.0.0.3");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.0/31, 10.0.0.1, true",
        "10.0.0.0/31, 10.0.0.2, false",
        "10.0.0.77/9, 10.127.255.255, true",
        "10.0.0.77/9, 10.128.0.0, false",
        "0.0.0.0/0, 9.9.9.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe00::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "::ffff:10.1.1.1, 10.1.1.1, true",
        "::ffff:10.0.0.0/104, 10.1.1.1, true",
        "::ffff:10.0.0.0/104, 11.1.1.1, false"
    })
    void networksContainWhatTheirPrefixSays(String trusted, String socket, boolean inside) {
        assertThat(client(trusted, socket, "203.0.113.7").equals("203.0.113.7")).isEqualTo(inside);
    }

    @Test
    void ipv6ClientIsItsNetwork() {
        String one = client("", "2001:db8:1:2:aaaa::1");

        assertThat(client("", "2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(one);
        assertThat(client("", "2001:db8:1:3::1")).isNotEqualTo(one);
        assertThat(client("1", PROXY, "2001:db8:1:2::9")).isEqualTo(one);
        assertThat(client("1", PROXY, "[2001:db8:1:2::9]")).isEqualTo(one);
    }

    @Test
    void mappedAddressIsTheOneItMaps() {
        assertThat(client("", "::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(client("1", PROXY, "::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(client("1", PROXY, "::FFFF:cb00:7107")).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7:5678, 203.0.113.7",
        "'  203.0.113.7\t', 203.0.113.7",
        "[2001:db8:1:2::9]:443, 20010db800010002"
    })
    void portsThatProxiesAddAreDropped(String entry, String expected) {
        assertThat(client("1", PROXY, entry)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "unknown",
                "_hidden",
                "localhost",
                "example.com",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.1.1.1.",
                "1.2.3.4:5:6",
                "0x7f.1",
                "2130706433",
                "::1::",
                "12345::",
                "[::1",
                "[]",
                "[]:1",
                "]:[",
                "💡",
                ":",
                ".:",
                "..:1"
            })
    void unreadableEntryLeavesTheNearestAddressKnown(String entry) {
        assertThat(client("1", PROXY, entry)).isEqualTo(PROXY);
        assertThat(client("2", PROXY, "1.1.1.1, " + entry + ", 203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void socketWithoutAddressIsAClientToo() {
        MockServerHttpRequest request = MockServerHttpRequest.get("/events").build();

        assertThat(ClientAddress.trusting("").of(request)).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "-1", "100", "loopback", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "1,", "a/8"
            })
    void settingThatIsNoneOfTheAllowedIsRefusedByName(String setting) {
        assertThatThrownBy(() -> ClientAddress.trusting(setting))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("AGENTLENS_TRUST_PROXY");
    }

    private static String client(String trusted, String socket, String... forwardedFor) {
        MockServerHttpRequest request = MockServerHttpRequest.get("/events")
                .remoteAddress(new InetSocketAddress(address(socket), 4711))
                .header("X-Forwarded-For", forwardedFor)
                .build();
        return ClientAddress.trusting(trusted).of(request);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
