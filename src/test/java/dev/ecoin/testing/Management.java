package dev.ecoin.testing;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.HttpServer;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The way to health and metrics of the service under test, which are on a port of their own. */
public final class Management {

    private static final Pattern LISTENING = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

    /** Where a {@code @QuarkusIntegrationTest} has the service write its log. */
    private static final Path LOG = Path.of(System.getProperty("quarkus.log.file.path", "target/quarkus.log"));

    private Management() {}

    /** A request there, without credentials: {@code management().get("/q/metrics")}. */
    public static RequestSpecification management() {
        return RestAssured.given().auth().none().baseUri("http://localhost").port(port());
    }

    public static int port() {
        return Arc.container() == null
                ? port(packagedLog())
                : Arc.container().instance(HttpServer.class).get().getManagementPort();
    }

    /** The port as a log names it. */
    static int port(String log) {
        var listening = LISTENING.matcher(log);
        if (!listening.find()) {
            throw new IllegalStateException("No management interface listens: " + log);
        }
        return Integer.parseInt(listening.group(1));
    }

    private static String packagedLog() {
        try {
            return Files.readString(LOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
