package dev.ecoin.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The commands. Without one the service runs. */
@Command(
        name = "ecoin-forecaster",
        description = "Daily price forecasts for ecoins. Without a command the service runs.",
        subcommands = FitCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Shell.Version.class)
public final class Shell {

    private Shell() {}

    /**
     * Runs a command.
     *
     * @return exit status: 0 all done, 1 part of the work failed, 2 the command line was wrong
     */
    public static int run(String... args) {
        return new CommandLine(new Shell())
                .setParameterExceptionHandler(Shell::explain)
                .execute(args);
    }

    /** One line that says what is wrong, one that says where to read on. */
    private static int explain(ParameterException e, String... args) {
        var command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The build's version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var config = ConfigProvider.getConfig();
            return new String[] {
                config.getOptionalValue("quarkus.application.name", String.class)
                                .orElse("ecoin-forecaster") + " "
                        + config.getOptionalValue("quarkus.application.version", String.class)
                                .orElse("(development)")
            };
        }
    }
}
