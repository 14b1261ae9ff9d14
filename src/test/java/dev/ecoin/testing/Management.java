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

/** Requests to health and metrics of the service under test, which have a separate port. */
public final class Management {

    private static final Pattern LISTENING = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

    /** The log file of the service in a {@code @QuarkusIntegrationTest}. */
    private static final Path LOG = Path.of(System.getProperty("quarkus.log.file.path", "target/quarkus.log"));

    private Management() {}

    /** A request without credentials: {@code management().get("/q/metrics")}. */
    public static RequestSpecification management() {
        return RestAssured.given().auth().none().baseUri("http://localhost").port(port());
    }

    public static int port() {
        return Arc.container() == null
                ? port(packagedLog())
                : Arc.container().instance(HttpServer.class).get().getManagementPort();
    }

    /** The port in a log. */
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
