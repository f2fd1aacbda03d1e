/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import dev.agentlens.boot.SettingException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Whose request it is: the address at the other end of the socket, or, behind proxies that are trusted, the last address
 * in {@code X-Forwarded-For} that none of them put there. Addresses to the left of it are the client's own claim and are
 * ignored. An IPv6 client is its /64 network: it has 2^64 addresses to ask from.
 */
final class ClientAddress {

    private static final Pattern HOPS = Pattern.compile("\\d{1,2}");
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int trustedHops;
    private final List<Network> trustedProxies;

    private ClientAddress(int trustedHops, List<Network> trustedProxies) {
        this.trustedHops = trustedHops;
        this.trustedProxies = trustedProxies;
    }

    /**
     * @param setting empty, a number of proxies, or a comma-separated list of addresses and CIDRs
     * @throws SettingException saying what is allowed
     */
    static ClientAddress trusting(String setting) {
        String value = setting.strip();
        if (value.isEmpty()) {
            return new ClientAddress(0, List.of());
        }
        if (HOPS.matcher(value).matches()) {
            return new ClientAddress(Integer.parseInt(value), List.of());
        }
        List<Network> proxies = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            proxies.add(Network.parse(part.strip()));
        }
        return new ClientAddress(0, proxies);
    }

    String of(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        byte[] socket = remote == null || remote.getAddress() == null
                ? new byte[4]
                : remote.getAddress().getAddress();
        return name(client(socket, forwardedFromNearest(request)));
    }

    /** @param forwarded the entries of X-Forwarded-For, the nearest proxy's first */
    private byte[] client(byte[] socket, List<String> forwarded) {
        byte[] client = socket;
        for (int hop = 0; hop < forwarded.size(); hop++) {
            boolean trusted = trustedProxies.isEmpty() ? hop < trustedHops : isTrusted(client);
            byte @Nullable [] next = trusted ? address(forwarded.get(hop)) : null;
            if (next == null) {
                break;
            }
            client = next;
        }
        return client;
    }

    private boolean isTrusted(byte[] address) {
        return trustedProxies.stream().anyMatch(network -> network.contains(address));
    }

    private static List<String> forwardedFromNearest(ServerHttpRequest request) {
        List<String> entries = new ArrayList<>();
        for (String header : request.getHeaders().getOrEmpty("X-Forwarded-For")) {
            Collections.addAll(entries, header.split(","));
        }
        Collections.reverse(entries);
        return entries;
    }

    private static byte @Nullable [] address(String entry) {
        String text = entry.strip();
        byte[] plain = NetUtil.createByteArrayFromIpAddressString(text);
        if (plain != null) {
            return plain;
        }
        // Some proxies add the port: 1.2.3.4:5, [2001:db8::1]:5.
        int port = text.lastIndexOf(':');
        boolean hasPort = port > 0 && (text.indexOf('.') > 0 || text.charAt(port - 1) == ']');
        return hasPort ? NetUtil.createByteArrayFromIpAddressString(text.substring(0, port)) : null;
    }

    private static String name(byte[] address) {
        byte[] unmapped = unmapped(address);
        try {
            return unmapped.length == 4
                    ? InetAddress.getByAddress(unmapped).getHostAddress()
                    : HexFormat.of().formatHex(unmapped, 0, IPV6_NETWORK_BYTES);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An address of 4 bytes is legal", e);
        }
    }

    /** {@code ::ffff:1.2.3.4} is {@code 1.2.3.4}. */
    private static byte[] unmapped(byte[] address) {
        if (address.length != 16 || address[10] != -1 || address[11] != -1) {
            return address;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return address;
            }
        }
        return Arrays.copyOfRange(address, 12, 16);
    }

    /** A CIDR (RFC 4632). */
    private record Network(byte[] address, int prefixBits) {

        private static final int MAPPED_PREFIX_BITS = 96;

        static Network parse(String text) {
            int slash = text.indexOf('/');
            byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
            int bits = address == null ? -1 : slash < 0 ? address.length * 8 : bits(text.substring(slash + 1));
            if (address == null || bits < 0 || bits > address.length * 8) {
                throw new SettingException(
                        "AGENTLENS_TRUST_PROXY has '" + text
                                + "'; allowed are a number of proxies (0 to 99) or a comma-separated list of addresses and CIDRs");
            }
            byte[] unmapped = unmapped(address);
            boolean mapped = unmapped.length < address.length && bits >= MAPPED_PREFIX_BITS;
            return mapped ? new Network(unmapped, bits - MAPPED_PREFIX_BITS) : new Network(address, bits);
        }

        private static int bits(String digits) {
            return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        }

        boolean contains(byte[] candidate) {
            byte[] other = unmapped(candidate);
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefixBits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
