package dev.ecoin.cli;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.http.security.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Hashes the operator's password; starts neither the database nor HTTP. */
@Command(
        name = "password",
        description = "Prints the BCrypt hash of a password, for ECOIN_SECURITY_OPERATOR_PASSWORD_HASH.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Reads the password from the terminal without showing it, or the first line of standard input, as in",
            "  openssl rand -base64 24 | tee operator-password | ecoin-forecaster password",
            "Exit status: 0 printed, 2 no password, or one of fewer than 12 characters or more than 72 bytes."
        })
final class PasswordCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final InputStream in;
    private final Console console;

    PasswordCommand() {
        this(System.in, System.console());
    }

    /**
     * @param console null without a terminal
     */
    PasswordCommand(InputStream in, Console console) {
        this.in = in;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        var password = read();
        if (password == null) {
            throw new UsageException("There is no password on standard input.");
        }
        try {
            spec.commandLine().getOut().println(PasswordHash.of(password));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private String read() throws IOException {
        // Without a console: Java has one only if standard output is the terminal too, unlike in hash=$(...).
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        if (stty("-echo")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stty("echo"), "echo"));
            return typedTwice(question -> {
                prompt(question);
                var typed = lines.readLine();
                prompt(System.lineSeparator());
                return typed;
            });
        }
        if (console != null) {
            return typedTwice(question -> {
                var typed = console.readPassword(question);
                return typed == null ? null : new String(typed);
            });
        }
        return lines.readLine();
    }

    private static String typedTwice(Keyboard keyboard) throws IOException {
        var typed = keyboard.ask("Password: ");
        if (typed != null && !typed.equals(keyboard.ask("The same password again: "))) {
            throw new UsageException("The two passwords differ.");
        }
        return typed;
    }

    private interface Keyboard {

        /** Reads a line without echo; null at the end of input. */
        String ask(String question) throws IOException;
    }

    private void prompt(String text) {
        spec.commandLine().getErr().print(text);
        spec.commandLine().getErr().flush();
    }

    /**
     * Applies a setting to the terminal on standard input; returns false if there is none or it rejects the setting.
     */
    private static boolean stty(String setting) {
        try {
            return new ProcessBuilder("stty", setting)
                            .redirectInput(Redirect.INHERIT)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
