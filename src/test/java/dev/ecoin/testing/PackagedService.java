package dev.ecoin.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged service, jar or native executable, as a separate process whose log is read. */
public final class PackagedService implements AutoCloseable {

    private static final int SECONDS_TO_STOP = 180;

    /**
     * Most processes are too short-lived for the second compiler to pay off; these options halve the startup's
     * processor time.
     */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");

    private final Process process;
    private final BufferedReader log;
    private final List<String> seen = new ArrayList<>();

    private PackagedService(Process process) {
        this.process = process;
        this.log = process.inputReader(StandardCharsets.UTF_8);
    }

    public static PackagedService start(Map<String, String> environment, String... arguments) throws IOException {
        return start(Redirect.PIPE, environment, arguments);
    }

    /** Starts the service for a test that keeps it busy for minutes. */
    public static PackagedService startForLong(Map<String, String> environment) throws IOException {
        return start(Redirect.PIPE, environment, executable(List.of()));
    }

    /** Starts a command with the file as standard input. */
    public static PackagedService reading(Path input, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(Redirect.from(input.toFile()), environment, arguments);
    }

    /** Starts the service with a limited number of file descriptors, as with {@code ulimit -n}. */
    public static PackagedService startWithDescriptors(int descriptors, Map<String, String> environment)
            throws IOException {
        return startByShell("ulimit -n " + descriptors + "; exec \"$@\"", environment);
    }

    /** Starts it from a shell script, whose arguments {@code $@} are the command. */
    public static PackagedService startByShell(String script, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(executable(QUICK_START));
        command.addAll(List.of(arguments));
        return start(Redirect.PIPE, environment, command);
    }

    /** A command line of its own, in a directory that is the process's. */
    public static PackagedService start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        return start(builder(environment, command).directory(directory.toFile()));
    }

    private static PackagedService start(Redirect input, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<>(executable(QUICK_START));
        command.addAll(List.of(arguments));
        return start(input, environment, command);
    }

    private static PackagedService start(Redirect input, Map<String, String> environment, List<String> command)
            throws IOException {
        return start(builder(environment, command).redirectInput(input));
    }

    private static PackagedService start(ProcessBuilder builder) throws IOException {
        return new PackagedService(builder.redirectErrorStream(true).start());
    }

    private static ProcessBuilder builder(Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command);
        // Removes the developer's own configuration.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("QUARKUS_")
                        || name.startsWith("ECOIN_")
                        || Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS").contains(name));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", "0");
        // A busy machine delays event loops, and Vert.x's warnings about that would add to lines that tests count.
        builder.environment().put("QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME", "10M");
        builder.environment().put("ECOIN_SERVING_PATIENCE", "5m");
        builder.environment().put("ECOIN_ANALYSIS_PATIENCE", "5m");
        // Tests must not reach the real service.
        builder.environment().put("ECOIN_BINANCE_URL", "http://localhost:1/api/v3");
        builder.environment().putAll(environment);
        return builder;
    }

    /** The latest build, found in the same way as by Quarkus's launcher for integration tests. */
    private static List<String> executable(List<String> options) throws IOException {
        var built = new Properties();
        try (var description = Files.newBufferedReader(Path.of("target/quarkus-artifact.properties"))) {
            built.load(description);
        }
        if (built.getProperty("type").equals("native")) {
            return List.of(Path.of("target", built.getProperty("path")).toString());
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var jar = Path.of("target/quarkus-app/quarkus-run.jar");
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** Address of its endpoints, such as {@code http://localhost:8080}; waits until it listens. */
    public String address() throws IOException {
        var listening = LISTENING.matcher(String.join("\n", logUntil("Listening on: ")));
        if (!listening.find()) {
            throw new IllegalStateException("The log does not say where the service listens: " + seen);
        }
        return "http://localhost:" + listening.group(1);
    }

    /** Address of its health and metrics; waits until it listens. */
    public String managementAddress() throws IOException {
        return "http://localhost:" + Management.port(String.join("\n", logUntil("Listening on: ")));
    }

    /** The log from the start to the first line that contains the text. */
    public List<String> logUntil(String text) throws IOException {
        while (seen.stream().noneMatch(line -> line.contains(text))) {
            var line = log.readLine();
            if (line == null) {
                throw new IllegalStateException("The service ended before '" + text + "':\n" + String.join("\n", seen));
            }
            seen.add(line);
        }
        return List.copyOf(seen);
    }

    /** The whole log of a process that exits by itself. */
    public List<String> logUntilEnd() throws IOException {
        log.lines().forEach(seen::add);
        return List.copyOf(seen);
    }

    public int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as STOP, CONT or TERM. */
    public void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("The process " + pid() + " did not take the signal " + name);
        }
    }

    /** Kills the process, without a chance to clean up. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Asks the process to exit and waits until it has. */
    @Override
    public void close() {
        // Process.destroy() would close its streams, and a process that cannot write its last lines may hang.
        process.toHandle().destroy();
        log.lines().forEach(seen::add);
        process.onExit().orTimeout(SECONDS_TO_STOP, TimeUnit.SECONDS).join();
    }
}
