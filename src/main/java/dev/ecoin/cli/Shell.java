package dev.ecoin.cli;

import dev.ecoin.http.ProblemException;
import dev.ecoin.logging.ControlCharacters;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The commands. Without a command, the service starts. */
@Command(
        name = "ecoin-forecaster",
        description = "Daily price forecasts for ecoins. Without a command the service runs.",
        subcommands = {
            CoinsCommand.class,
            CrawlCommand.class,
            ImportCommand.class,
            TrainCommand.class,
            ModelsCommand.class,
            BacktestCommand.class,
            ForecastCommand.class,
            AlertsCommand.class,
            PortfolioCommand.class,
            ScenariosCommand.class,
            AnalyseCommand.class,
            ExportCommand.class,
            FitCommand.class,
            ConnectionCommand.class,
            PasswordCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Shell.Version.class)
public final class Shell {

    /** Exit status that a shell reports for a program ended by SIGPIPE. */
    private static final int BROKEN_PIPE = 141;

    /** Statuses of problems caused by a value on the command line. */
    private static final Set<Integer> WRONG_VALUES = Set.of(400, 404, 422);

    private static final Plan HERE = new Plan(Place.HERE, Map.of());

    /** Name of the command line in the history of changes. */
    static final String NAME = "shell";

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the service (default: quarkus.http.port).")
    private Integer port;

    private Shell() {}

    /**
     * What is needed to run a command line.
     *
     * @param settings configuration to set before Quarkus starts
     */
    public record Plan(Place place, Map<String, String> settings) {}

    /** Where a command line runs. */
    public enum Place {
        /** No command: the service runs. */
        SERVICE,
        /** In {@link ShellApplication}; creates an embedded database if there is none. */
        DATABASE,
        /** In {@link ShellApplication}, on an existing database. */
        EXISTING_DATABASE,
        /** In {@code main}: a command without database, a request for help, or an invalid command line. */
        HERE
    }

    /** Parses and checks a command line without running it. */
    public static Plan plan(String... args) {
        try {
            var commands = commandLine().parseArgs(args).asCommandLineList();
            if (commands.stream().anyMatch(each -> each.isUsageHelpRequested() || each.isVersionHelpRequested())) {
                return HERE;
            }
            var command = commands.get(commands.size() - 1).getCommand();
            if (command instanceof Shell service) {
                return new Plan(Place.SERVICE, service.settings());
            }
            if (command instanceof DatabaseCommand onDatabase) {
                onDatabase.check();
                var place = onDatabase.place();
                return place == Place.HERE ? HERE : new Plan(place, ShellApplication.settings(onDatabase));
            }
            return HERE;
        } catch (ParameterException | UsageException | ProblemException e) {
            return HERE;
        }
    }

    private Map<String, String> settings() {
        return port == null ? Map.of() : Map.of("quarkus.http.port", port.toString());
    }

    /**
     * Runs a command.
     *
     * @return exit status: 0 success, 1 part of the work failed, 2 invalid command line
     */
    public static int run(String... args) {
        return run(writer(System.out), writer(System.err), args);
    }

    private static PrintWriter writer(PrintStream out) {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** {@link #run(String...)} with other output streams. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Shell())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(LocalDate.class, Shell::date)
                .setParameterExceptionHandler(Shell::explain)
                .setExecutionExceptionHandler(Shell::explain);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is not a date. Use YYYY-MM-DD, such as 2026-05-01.");
        }
    }

    /** Prints one line with the error and one with a pointer to the help. */
    private static int explain(ParameterException e, String... args) {
        var command = e.getCommandLine();
        command.getErr().println(error(e.getMessage()));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int explain(Exception e, CommandLine command, ParseResult arguments) {
        if (e instanceof OutputException && Utf8.isReaderGone()) {
            return BROKEN_PIPE;
        }
        command.getErr().println(error(e.getMessage() == null ? e.toString() : e.getMessage()));
        return isUsage(e)
                ? command.getCommandSpec().exitCodeOnInvalidInput()
                : command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static boolean isUsage(Exception e) {
        return e instanceof UsageException
                || e instanceof ProblemException refusal
                        && WRONG_VALUES.contains(refusal.problem().status());
    }

    /** In red on a terminal, unless the variable NO_COLOR is set. */
    private static String error(String message) {
        var text = ControlCharacters.escape(message);
        return Ansi.AUTO.enabled() ? "\033[31m" + text + "\033[0m" : text;
    }

    /** A command line that parses but is invalid; the message names the value and valid alternatives. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** Standard output is closed or full. Java's writers hide write errors until asked. */
    static final class OutputException extends IOException {
        private static final long serialVersionUID = 1;

        OutputException() {
            super("Cannot write to standard output: its reader has gone, or the disk is full.");
        }
    }

    /** The build's version: from the configuration while Quarkus runs, otherwise from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = ConfigProvider.getConfig()
                    .getOptionalValue("quarkus.application.version", String.class)
                    .or(() -> Optional.ofNullable(Shell.class.getPackage().getImplementationVersion()))
                    .orElse("(development)");
            return new String[] {"ecoin-forecaster " + version};
        }
    }
}
