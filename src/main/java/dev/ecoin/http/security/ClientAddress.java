package dev.ecoin.http.security;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies clients by address. Behind a proxy this is the proxy's address, unless Quarkus trusts its headers ({@code
 * quarkus.http.proxy}).
 */
final class ClientAddress {

    /** One customer's network: the owner of one IPv6 address has 2^64 of them. */
    private static final int IPV6_NETWORK_BYTES = 8;

    /** A header forwarded by a proxy may contain any text instead of an address. */
    private static final int LONGEST_ADDRESS = 64;

    private ClientAddress() {}

    static String of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        var address = remote == null ? null : remote.hostAddress();
        return address == null ? "local" : network(address.substring(0, Math.min(address.length(), LONGEST_ADDRESS)));
    }

    static String network(String text) {
        // Converts an IPv4 address written as IPv6 to IPv4.
        var address = NetUtil.createInetAddressFromIpAddressString(text);
        if (address == null) {
            return text;
        }
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES)
                : address.getHostAddress();
    }

    /** The networks of a client, largest first: /8, /16 and /24 for IPv4, /32, /48 and /56 for IPv6. */
    static List<String> networks(String client) {
        var isIpv4 = NetUtil.isValidIpV4Address(client);
        var digits = isIpv4 ? HexFormat.of().formatHex(NetUtil.createByteArrayFromIpAddressString(client)) : client;
        return (isIpv4 ? Stream.of(2, 4, 6) : Stream.of(8, 12, 14))
                .map(length -> digits.substring(0, Math.min(length, digits.length())))
                .toList();
    }
}
