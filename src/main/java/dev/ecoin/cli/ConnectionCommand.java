package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.database.CurrencyRepository;
import dev.ecoin.database.DatabaseConfig;
import dev.ecoin.database.DatabaseStatus;
import dev.ecoin.database.DatabaseStatusRepository;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tests the connection to the database. */
@Command(
        name = "connection",
        description = "Tests the connection to the database: server, round trip, schema, rows. Changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 the service can run on it, 1 it cannot; one line says why and what to do."})
final class ConnectionCommand implements DatabaseCommand {

    private static final double NANOS_PER_MILLI = 1e6;

    @Spec
    private CommandSpec spec;

    @Override
    public Place place() {
        return Place.EXISTING_DATABASE;
    }

    /** A connection test neither waits for the database nor changes it. */
    @Override
    public Map<String, String> settings() {
        return Map.of(DatabaseConfig.PREPARE, "false", "ecoin.cluster.join", "false");
    }

    @Override
    public int perform() {
        var database = part(DatabaseStatusRepository.class);
        var status = database.status();
        var out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "PostgreSQL %s at %s as %s, %s TLS; %.2f ms a round trip%n",
                status.version(),
                status.address(),
                status.user(),
                status.encrypted() ? "with" : "without",
                database.roundTrip().toNanos() / NANOS_PER_MILLI);
        out.println(schema(status));
        database.rows()
                .forEach((table, rows) ->
                        out.printf("%12s  %s%n", rows < DatabaseStatusRepository.COUNTED ? rows : rows + "+", table));
        var problem = status.problem().or(part(CurrencyRepository.class)::problem);
        problem.ifPresent(spec.commandLine().getErr()::println);
        return problem.isEmpty() ? 0 : 1;
    }

    private static String schema(DatabaseStatus status) {
        var newest = status.newestSchema();
        return status.schema()
                .map(there -> "Schema of version " + there
                        + (there < newest
                                ? "; the service migrates it to " + newest + " at its start"
                                : there > newest ? ", newer than this build's " + newest : ""))
                .orElse("No schema yet; the service creates it at its start");
    }
}
