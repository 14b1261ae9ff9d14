package dev.ecoin;

import dev.ecoin.configuration.ConfigurationProblems;
import dev.ecoin.database.LocalDatabase;
import dev.ecoin.database.UnusableDatabaseException;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Reports why the service or a command did not start, in one line per problem. */
final class StartFailure {

    private StartFailure() {}

    /** Writes to the log if it is set up, otherwise to standard error; the stack trace goes to level DEBUG. */
    static void report(Throwable failure, boolean command) {
        var log = Logger.getLogger("dev.ecoin");
        // Quarkus reads the configuration before it sets up the log.
        var hasLog = problems(failure).isEmpty() && InitialConfigurator.DELAYED_HANDLER.isActivated();
        for (var line : lines(failure)) {
            if (hasLog && !command) {
                log.error(line);
            } else {
                System.err.println(line);
            }
        }
        if (hasLog) {
            log.debug("The start failed", failure);
        }
    }

    static List<String> lines(Throwable failure) {
        var problems = problems(failure);
        return problems.isEmpty() ? List.of(ConfigurationProblems.oneLine(reason(failure))) : problems;
    }

    private static List<String> problems(Throwable failure) {
        return causes(failure)
                .map(ConfigurationProblems::of)
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static String reason(Throwable failure) {
        return causes(failure)
                .filter(StartFailure::isForUsers)
                .findFirst()
                .map(Throwable::getMessage)
                .orElseGet(() -> "The start failed: "
                        + causes(failure).reduce((outer, inner) -> inner).orElseThrow()
                        + " (QUARKUS_LOG_CATEGORY__DEV_ECOIN__LEVEL=DEBUG shows where)");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static boolean isForUsers(Throwable cause) {
        return cause instanceof UnusableDatabaseException
                || cause instanceof LocalDatabase.UnavailableException
                || cause instanceof ConfigurationException;
    }
}
