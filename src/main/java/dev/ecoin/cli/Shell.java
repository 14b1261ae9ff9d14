package dev.ecoin.cli;

import dev.ecoin.logging.ControlCharacters;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands. Without one the service runs. */
@Command(
        name = "ecoin-forecaster",
        description = "Daily price forecasts for ecoins. Without a command the service runs.",
        subcommands = {
            CrawlCommand.class,
            ImportCommand.class,
            TrainCommand.class,
            BacktestCommand.class,
            ExportCommand.class,
            FitCommand.class,
            ConnectionCommand.class,
            PasswordCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Shell.Version.class)
public final class Shell {

    /** Commands that work on the database, and so need the service's parts, though not its endpoints. */
    private static final Set<String> ON_THE_DATABASE =
            Set.of("crawl", "import", "train", "backtest", "export", ConnectionCommand.NAME);

    /** As the history of what the commands do tells it. */
    static final String NAME = "shell";

    private Shell() {}

    /** Whether the command line can only be run by {@link ShellApplication}. */
    public static boolean needsDatabase(String... args) {
        return args.length > 0
                && ON_THE_DATABASE.contains(args[0])
                && Collections.disjoint(List.of(args), Set.of("-h", "--help", "-V", "--version"));
    }

    /**
     * Runs a command.
     *
     * @return exit status: 0 all done, 1 part of the work failed, 2 the command line was wrong
     */
    public static int run(String... args) {
        return run(writer(System.out), writer(System.err), args);
    }

    private static PrintWriter writer(PrintStream out) {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** The same with standard output and error elsewhere. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Shell())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Shell::explain)
                .setExecutionExceptionHandler(Shell::explain)
                .execute(args);
    }

    /** One line that says what is wrong, one that says where to read on. */
    private static int explain(ParameterException e, String... args) {
        var command = e.getCommandLine();
        command.getErr().println(ControlCharacters.escape(e.getMessage()));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int explain(Exception e, CommandLine command, ParseResult arguments) {
        command.getErr().println(ControlCharacters.escape(e.getMessage() == null ? e.toString() : e.getMessage()));
        return e instanceof UsageException
                ? command.getCommandSpec().exitCodeOnInvalidInput()
                : command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** A command line that can be read but not acted upon; the message says with which value and what would be valid. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** Standard output takes no more. Java's writers keep that to themselves until they are asked. */
    static final class OutputException extends IOException {
        private static final long serialVersionUID = 1;

        OutputException() {
            super("Standard output cannot be written to: whoever read it has gone, or the disk is full.");
        }
    }

    /** The build's version: of the configuration in a running Quarkus, of the jar before it runs. */
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
