package dev.ecoin.http;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.microprofile.config.Config;

/** Quarkus opens its ports last, so this check makes startup fail early if a port is in use. */
@Singleton
final class FreePorts {

    /** Before the database is migrated. */
    private static final int FIRST = -2;

    private final Config config;

    FreePorts(Config config) {
        this.config = config;
    }

    void check(@Observes @Priority(FIRST) StartupEvent start, LaunchMode mode) {
        // In dev mode the ports stay open during a reload, and tests use other ports.
        if (mode != LaunchMode.NORMAL) {
            return;
        }
        if (isOn("quarkus.http.host-enabled", true)) {
            check("quarkus.http", "QUARKUS_HTTP_PORT");
        }
        if (isOn("quarkus.management.enabled", false) && isOn("quarkus.management.host-enabled", true)) {
            check("quarkus.management", "QUARKUS_MANAGEMENT_PORT");
        }
    }

    private boolean isOn(String key, boolean otherwise) {
        return config.getOptionalValue(key, Boolean.class).orElse(otherwise);
    }

    private void check(String prefix, String variable) {
        var host = config.getValue(prefix + ".host", String.class);
        var port = config.getValue(prefix + ".port", int.class);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "%s.port is %d, but %s:%d cannot be opened: %s. Free the port, or set another one, such as %s=%d."
                            .formatted(
                                    prefix,
                                    port,
                                    host,
                                    port,
                                    e.getMessage(),
                                    variable,
                                    port == 65535 ? 8081 : port + 1),
                    e);
        }
    }
}
