package dev.ecoin;

import dev.ecoin.configuration.ConfigurationProblems;
import dev.ecoin.database.LocalDatabase;
import dev.ecoin.database.UnusableDatabaseException;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Tells in one line, for each thing that is wrong, why the service or a command did not start. */
final class StartFailure {

    private StartFailure() {}

    /** To the log if there is one already, to standard error otherwise; the stack trace goes to level DEBUG. */
    static void report(Throwable failure, boolean command) {
        var log = Logger.getLogger("dev.ecoin");
        var isLogging = InitialConfigurator.DELAYED_HANDLER.isActivated();
        for (var line : lines(failure)) {
            if (isLogging && !command) {
                log.error(line);
            } else {
                System.err.println(line);
            }
        }
        if (isLogging) {
            log.debug("The start failed", failure);
        }
    }

    static List<String> lines(Throwable failure) {
        var causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        var problems = causes.stream()
                .map(ConfigurationProblems::of)
                .filter(lines -> !lines.isEmpty())
                .findFirst();
        return problems.orElseGet(() -> List.of(ConfigurationProblems.oneLine(causes.stream()
                .filter(StartFailure::isForUsers)
                .findFirst()
                .map(Throwable::getMessage)
                .orElseGet(() -> "The start failed: " + causes.get(causes.size() - 1)))));
    }

    private static boolean isForUsers(Throwable cause) {
        return cause instanceof UnusableDatabaseException
                || cause instanceof LocalDatabase.UnavailableException
                || cause instanceof ConfigurationException;
    }
}
