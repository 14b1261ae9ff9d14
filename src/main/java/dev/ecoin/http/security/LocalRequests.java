package dev.ecoin.http.security;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/** Recognises requests that a user of this machine sends deliberately. */
final class LocalRequests {

    /** A web page may have made any other name point to this machine (DNS rebinding). */
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** 127.0.0.1 and ::1 in the format of {@link ClientAddress}. */
    private static final Set<String> ADDRESSES = Set.of("127.0.0.1", ClientAddress.network("::1"));

    private static final Set<String> PROXY_HEADERS = Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via");

    private LocalRequests() {}

    /** Whether the request comes over the loopback interface, with a name of this machine, and without a proxy. */
    static boolean isLocal(HttpServerRequest request) {
        var host = request.authority();
        return isLocal(request.remoteAddress().hostAddress(), host == null ? null : host.host())
                && PROXY_HEADERS.stream().noneMatch(name -> request.headers().contains(name));
    }

    /**
     * Like {@link #isLocal}, but from 127.0.0.1 or ::1 only, because a local program may use any address of
     * 127.0.0.0/8.
     */
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
