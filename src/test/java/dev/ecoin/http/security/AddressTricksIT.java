package dev.ecoin.http.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.OidcProvider;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spellings of an address that parts of a server may interpret differently: none of them bypasses the roles. */
@QuarkusTest
@TestProfile(ReadRoleIT.WithOidc.class)
@WithDatabaseAndCoinGecko
class AddressTricksIT {

    private static final int MILLISECONDS_TO_ANSWER = 60_000;

    /** Each replaces a path, such as /coins/bitcoin, by another spelling. */
    private static final List<UnaryOperator<String>> TRICKS = List.of(
            path -> path,
            path -> path + ";x",
            path -> path + ";x=y",
            path -> path + "%3Bx",
            path -> path + "%3bx",
            path -> path.replaceFirst("/(\\w+)", "/$1;x"),
            path -> path.replaceFirst("/(\\w+)", "/$1%3Bx"),
            path -> "/;x" + path,
            path -> "/" + path,
            path -> "//" + path,
            path -> path.replace("/", "//"),
            path -> path + "/",
            path -> path + "//",
            path -> "/." + path,
            path -> "/%2e" + path,
            path -> path + "/.",
            path -> path + "/%2e",
            path -> "/x/.." + path,
            path -> "/x/%2e%2e" + path,
            path -> "/x/%2E./" + path,
            path -> "/x/..%2f" + path.substring(1),
            path -> path + "/x/..",
            path -> "/q/health/../.." + path,
            path -> "/q/health/live/../../.." + path,
            path -> "/q/health/%2e%2e/%2e%2e" + path,
            path -> "/q/health/..%2f..%2f" + path.substring(1),
            path -> "/q/health/..%2F..%2F" + path.substring(1).replace("/", "%2F"),
            path -> "/q/health/..;/..;" + path,
            path -> "/q/health/..;x/..;x" + path,
            path -> "/q/health/..%3B/..%3B" + path,
            path -> "/q/health/..\\..\\" + path.substring(1),
            path -> "/q/health/..%5c..%5c" + path.substring(1),
            path -> "/q/health;/../.." + path,
            path -> "/q/health%00/../.." + path,
            path -> "/q/health/%252e%252e/%252e%252e" + path,
            path -> "/%2f" + path.substring(1),
            path -> "/" + path.substring(1).replace("/", "%2f"),
            path -> "/" + path.substring(1).replace("/", "%2F"),
            path -> path.replace('/', '\\'),
            path -> "/" + path.substring(1).replace("/", "\\"),
            path -> "/" + path.substring(1).replace("/", "%5c"),
            path -> "/" + path.substring(1).replace("/", "%5C"),
            path -> path.toUpperCase(),
            path -> path.substring(0, 2).toUpperCase() + path.substring(2),
            path -> "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2),
            path -> path + "%00",
            path -> path + "%00.js",
            path -> path + "%20",
            path -> path + "%0a",
            path -> path + "%09",
            path -> path + ".json",
            path -> path + "?x=/q/health/live",
            path -> path + "?/q/health/live",
            path -> path + "#/q/health/live",
            path -> path + "%23/q/health/live",
            path -> path + "%3f/q/health/live",
            path -> "http://localhost" + path,
            path -> "HTTP://LOCALHOST" + path,
            path -> "https://localhost" + path,
            path -> "http://evil.example" + path,
            path -> "http://localhost/q/health/../.." + path,
            path -> "http://q/health/../.." + path,
            path -> "http://q@localhost" + path,
            path -> "http://" + path,
            path -> "/q/health/live@" + path,
            path -> path.substring(1));

    @Inject
    Service service;

    OidcProvider provider;

    @TestHTTPResource("/")
    URI address;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void noSpellingReachesAnOperationOrAnyDataWithoutTheRole() throws Exception {
        var operations = OpenApiDocument.read().operations();
        var before = service.fingerprint();
        var reader = Optional.of(provider.token("reader"));
        var answered = new ArrayList<String>();
        for (var operation : operations) {
            send(operation.method(), operation.examplePath(), Optional.empty(), answered);
            if (!operation.isRead()) {
                send(operation.method(), operation.examplePath(), reader, answered);
            }
        }
        send("HEAD", "/coins", Optional.empty(), answered);
        for (var path :
                List.of("/index.html", "/app/main.js", "/q/metrics", "/q/openapi", "/q/swagger-ui/index.html")) {
            send("GET", path, Optional.empty(), answered);
        }

        assertTrue(operations.size() >= 20, operations.size() + " operations");
        assertEquals(List.of(), answered);
        assertEquals(before, service.fingerprint());
    }

    /** With the role the addresses do lead somewhere, so the table is not a test of unknown addresses. */
    @Test
    void withTheRoleTheOperationsAreReached() throws Exception {
        for (var path :
                List.of("/coins", "/coins/bitcoin", "/coins;x", "//coins", "/x/../coins", "http://localhost/coins")) {
            assertEquals(200, status("GET", path, Optional.of(provider.token("reader"))), path);
        }
    }

    private void send(String method, String path, Optional<String> token, List<String> answered) throws IOException {
        for (var trick : TRICKS) {
            var uri = trick.apply(path);
            var status = status(method, uri, token);
            // Closing the connection without an answer reveals nothing either.
            if (status != 0 && (status < 400 || status >= 500)) {
                answered.add(method + " " + uri + ": " + status);
            }
        }
    }

    /** Uses a plain socket, because HTTP clients normalise addresses. */
    private int status(String method, String uri, Optional<String> token) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(MILLISECONDS_TO_ANSWER);
            var request = method + " " + uri + " HTTP/1.1\r\nHost: localhost:" + address.getPort()
                    + "\r\nConnection: close\r\nContent-Length: 0\r\n"
                    + token.map(value -> "Authorization: Bearer " + value + "\r\n")
                            .orElse("") + "\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}
