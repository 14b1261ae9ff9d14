package dev.ecoin.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** A stand-in for an OpenID Connect provider, injected into tests: publishes its key and issues tokens. */
public final class OidcProvider implements QuarkusTestResourceLifecycleManager {

    public static final String AUDIENCE = "forecasts";

    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
    private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");

    private final Key another = new Key();
    private volatile Key key = new Key();
    private HttpServer server;
    private int port;

    /** A key for signing tokens. */
    private record Key(RsaJsonWebKey pair) {

        Key() {
            this(generate());
            pair.setKeyId(UUID.randomUUID().toString());
        }

        private static RsaJsonWebKey generate() {
            try {
                return RsaJwkGenerator.generateJwk(2048);
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public Map<String, String> start() {
        comeUp();
        return Map.of("quarkus.oidc.auth-server-url", url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(OidcProvider.class));
    }

    @Override
    public void stop() {
        goDown();
    }

    /** Listens on the same port as before. */
    public void comeUp() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        answer("/.well-known/openid-configuration", () -> """
                {"issuer":"%s","jwks_uri":"%s/keys","introspection_endpoint":"%s/introspection"}""".formatted(url(), url(), url()));
        answer("/keys", () -> new JsonWebKeySet(List.of(key.pair)).toJson());
        server.start();
    }

    public void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Signs with another key from now on, and publishes only that one. */
    public void rotate() {
        key = new Key();
    }

    /** A token of a user with the role. */
    public String token(String role) {
        return token(key, url(), role, FAR, Set.of(AUDIENCE));
    }

    public String tokenFor(Set<String> audience, String role) {
        return token(key, url(), role, FAR, audience);
    }

    public String tokenOfAnotherIssuer(String role) {
        return token(key, "https://login.example", role, FAR, Set.of(AUDIENCE));
    }

    public String expiredToken(String role) {
        return token(key, url(), role, PAST, Set.of(AUDIENCE));
    }

    /** A token signed with a key that this provider does not publish. */
    public String tokenOfAnotherKey(String role) {
        return token(another, url(), role, FAR, Set.of(AUDIENCE));
    }

    private static String token(Key key, String issuer, String role, Instant end, Set<String> audience) {
        return Jwt.issuer(issuer)
                .subject("somebody")
                .claim("realm", Map.of("roles", Set.of(role)))
                .audience(audience)
                .issuedAt(PAST.minusSeconds(60))
                .expiresAt(end)
                .jws()
                .keyId(key.pair.getKeyId())
                .sign(key.pair.getPrivateKey());
    }

    private String url() {
        return "http://localhost:" + port;
    }

    private void answer(String path, Supplier<String> json) {
        server.createContext(path, exchange -> {
            try (exchange) {
                var body = json.get().getBytes(UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }
}
