package dev.ecoin.cli;

import static dev.ecoin.testing.GeneratedPart.assertGenerated;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/commands.md} repeats the {@code --help} of each command. */
class CommandsDocumentTest {

    @Test
    void theDocumentSaysWhatTheCommandsSay() {
        var text = Shell.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help"))
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .map(CommandsDocumentTest::section)
                .collect(Collectors.joining());
        assertGenerated(Path.of("docs/commands.md"), text + "\n", getClass());
    }

    private static String section(CommandLine command) {
        var usage = command.setUsageHelpWidth(120).getUsageMessage(Ansi.OFF);
        assertFalse(usage.contains("```"));
        var name = command.getCommandSpec().qualifiedName().replaceFirst("^ecoin-forecaster ", "");
        return "\n%s %s\n\n```\n%s\n```\n".formatted(name.contains(" ") ? "###" : "##", name, usage.stripTrailing());
    }
}
