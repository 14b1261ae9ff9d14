package dev.ecoin.cli;

import static dev.ecoin.testing.GeneratedPart.assertGenerated;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code docs/commands.md} says of each command what its {@code --help} says. */
class CommandsDocumentTest {

    @Test
    void theDocumentSaysWhatTheCommandsSay() {
        var text = Shell.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help"))
                .map(CommandsDocumentTest::section)
                .collect(Collectors.joining());
        assertGenerated(Path.of("docs/commands.md"), text + "\n", getClass());
    }

    private static String section(CommandLine command) {
        var usage = command.setUsageHelpWidth(120).getUsageMessage(Ansi.OFF);
        assertFalse(usage.contains("```"));
        return "\n## %s\n\n```\n%s\n```\n".formatted(command.getCommandName(), usage.stripTrailing());
    }
}
