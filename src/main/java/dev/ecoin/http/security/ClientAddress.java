package dev.ecoin.http.security;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;

/**
 * Tells clients apart by the address they come from. Behind a proxy that is the proxy's, unless Quarkus is told to trust
 * its headers ({@code quarkus.http.proxy}).
 */
final class ClientAddress {

    private static final int IPV6_BYTES = 16;

    /** One customer's network: whoever has one IPv6 address has 2^64 of them. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private ClientAddress() {}

    static String of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? "local" : network(remote.hostAddress());
    }

    static String network(String address) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length < IPV6_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    }
}
