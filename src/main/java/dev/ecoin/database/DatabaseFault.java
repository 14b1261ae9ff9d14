package dev.ecoin.database;

import static java.util.stream.Collectors.joining;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The reason why the service cannot use a database, derived from an exception of either driver.
 *
 * @param wrong the problem, without a full stop
 * @param todo a sentence that says what the user can do
 * @param mayPass whether the problem may pass, such as a server that is still starting
 */
record DatabaseFault(String wrong, String todo, boolean mayPass) {

    private static final String CHECK_ADDRESS =
            "Check host and port in QUARKUS_DATASOURCE_REACTIVE_URL, that the server runs, and that firewalls and network"
                    + " policies let this host reach it.";
    private static final String CHECK_ACCOUNT =
            "Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD, and the server's pg_hba.conf.";
    private static final String CHECK_TLS = "docs/operations.md, 'TLS to PostgreSQL', has the settings.";
    private static final String TRUST = "Name the file of its authority, or of the certificate itself, in"
            + " QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS and in sslrootcert; " + CHECK_TLS;
    private static final String GRANT = "As an administrator: GRANT CREATE ON SCHEMA public TO \"USER\"; GRANT SELECT,"
            + " INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"USER\". Migrations also need the tables' owner.";

    /** Derives the reason from the innermost cause that has one. */
    static DatabaseFault of(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        Collections.reverse(causes);
        return causes.stream()
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .orElseGet(() -> new DatabaseFault(
                        text(causes.get(0)), "QUARKUS_LOG_CATEGORY__DEV_ECOIN__LEVEL=DEBUG shows where.", false));
    }

    /** Whether the driver only says that the handshake failed. */
    boolean isUnexplainedHandshake() {
        return wrong.equals("SSL handshake failed");
    }

    @Override
    public String toString() {
        return wrong + ". " + todo;
    }

    private static Optional<DatabaseFault> known(Throwable cause) {
        var text = text(cause);
        if (cause instanceof DatabaseException refusal) {
            return refused(refusal.getSqlState(), text);
        }
        if (cause instanceof SQLException refusal) {
            return refused(refusal.getSQLState(), text);
        }
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return lasting(
                    "The server's TLS certificate is out of date: " + text,
                    "Renew it on the server, or set this machine's clock right.");
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return lasting("The server's TLS certificate is not trusted: " + text, TRUST);
        }
        if (cause instanceof CertificateException) {
            return lasting(
                    "The server's TLS certificate is for another host: " + text,
                    "Use a host name of the certificate in QUARKUS_DATASOURCE_REACTIVE_URL.");
        }
        if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
            return lasting("A file cannot be read: " + text, CHECK_TLS);
        }
        if (text.contains("does not handle SSL")) {
            return lasting(
                    "The server offers no TLS, which sslmode in QUARKUS_DATASOURCE_REACTIVE_URL demands",
                    "Switch it on at the server (ssl = on), or leave sslmode out.");
        }
        if (cause instanceof SSLException || text.contains("SSL handshake") || text.contains("sslmode")) {
            return lasting(text, CHECK_TLS);
        }
        // Vert.x has an exception of its own for a connection that the server closes without a message.
        return cause instanceof IOException
                        || cause instanceof TimeoutException
                        // From the JDBC pool, which reports nothing else for a server that does not answer in time.
                        || cause instanceof java.util.concurrent.TimeoutException
                        || cause instanceof VertxException
                ? Optional.of(new DatabaseFault(text, CHECK_ADDRESS, true))
                : Optional.empty();
    }

    /** By SQLSTATE, which PostgreSQL's JDBC driver also sets for its own failures. */
    private static Optional<DatabaseFault> refused(String state, String text) {
        if (state == null) {
            return Optional.empty();
        }
        if (text.contains("unsupported startup parameter")) {
            return lasting(text, "In pgbouncer.ini: ignore_startup_parameters = extra_float_digits.");
        }
        return switch (state) {
            case "28P01" -> lasting(text, CHECK_ACCOUNT);
            case "28000" ->
                lasting(
                        text,
                        (text.contains("no encryption") ? "The server may demand TLS; " + CHECK_TLS + " " : "")
                                + CHECK_ACCOUNT);
            case "3D000" -> lasting(text, "Create it, or name another one in QUARKUS_DATASOURCE_REACTIVE_URL.");
            case "42501" -> lasting(text, GRANT);
            default ->
                switch (state.substring(0, 2)) {
                    case "08" -> Optional.of(new DatabaseFault(text, CHECK_ADDRESS, true));
                    case "53", "57" -> Optional.of(new DatabaseFault(text, "The server's log says more.", true));
                    default -> lasting(text, "The server's log says more.");
                };
        };
    }

    private static Optional<DatabaseFault> lasting(String wrong, String todo) {
        return Optional.of(new DatabaseFault(wrong, todo, false));
    }

    private static String text(Throwable cause) {
        var message = cause.getMessage();
        if (message == null || cause instanceof UnknownHostException && !message.contains(" ")) {
            return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        }
        var line = message.lines()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(joining(" "));
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
