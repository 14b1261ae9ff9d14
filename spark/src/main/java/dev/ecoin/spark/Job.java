package dev.ecoin.spark;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Entry point for {@code spark-submit}. */
@Command(
        name = "ecoin-spark",
        description = "Fits, forecasts and measures series on Apache Spark.",
        subcommands = {FitJob.class, BacktestJob.class, TrainJob.class},
        mixinStandardHelpOptions = true)
public final class Job {

    private Job() {}

    /** Exits with status 1 if the job failed (not for series without a model), 2 if the command line is invalid. */
    public static void main(String... args) {
        var status = commandLine().execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Job())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Job::explain)
                .setExecutionExceptionHandler(Job::explain);
    }

    private static int explain(ParameterException e, String... args) {
        var command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Prints the first line only, because Spark's messages fill pages. */
    private static int explain(Exception e, CommandLine command, ParseResult arguments) {
        command.getErr()
                .println(Optional.ofNullable(e.getMessage())
                        .flatMap(message -> message.lines().findFirst())
                        .orElse(e.toString()));
        return e instanceof IllegalArgumentException
                ? command.getCommandSpec().exitCodeOnInvalidInput()
                : command.getCommandSpec().exitCodeOnExecutionException();
    }
}
