package dev.ecoin.http.security;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/** Recognises requests that a user of this machine sends deliberately. */
final class LocalRequests {

    /** Any other name may have been made to point here by a web page (DNS rebinding). */
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** As {@link ClientAddress} writes 127.0.0.1 and ::1. */
    private static final Set<String> ADDRESSES = Set.of("127.0.0.1", ClientAddress.network("::1"));

    private static final Set<String> PROXY_HEADERS = Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via");

    private LocalRequests() {}

    /** Whether the request comes over the loopback interface, for a name of this machine, and through no proxy. */
    static boolean isLocal(HttpServerRequest request) {
        var host = request.authority();
        return isLocal(request.remoteAddress().hostAddress(), host == null ? null : host.host())
                && PROXY_HEADERS.stream().noneMatch(name -> request.headers().contains(name));
    }

    /** The same for 127.0.0.1 and ::1 alone: a program on this machine may use any other address of 127.0.0.0/8 too. */
    static boolean isFromMainAddress(HttpServerRequest request) {
        return isLocal(request) && ADDRESSES.contains(ClientAddress.of(request));
    }

    static boolean isLocal(String client, String host) {
        return client != null
                && host != null
                && NAMES.contains(host.toLowerCase(Locale.ROOT))
                && isLoopback(NetUtil.createInetAddressFromIpAddressString(client));
    }

    private static boolean isLoopback(InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }
}
