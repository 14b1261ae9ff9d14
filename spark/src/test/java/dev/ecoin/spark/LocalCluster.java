package dev.ecoin.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** A master and two workers with one core each, as processes on this machine, and the jobs submitted to them. */
final class LocalCluster implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final long POLL_MILLIS = 20;

    private final Path home = Path.of(System.getProperty("spark.test.home"));
    private final String jar = System.getProperty("ecoin.job");
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final List<Process> jobs = new ArrayList<>();
    private final String master;
    private int started;

    LocalCluster(Path folder) throws IOException {
        this.folder = folder;
        var log = folder.resolve("master.log");
        var process = start(
                log,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0");
        await("the master's address", () -> address(log).isPresent() || !process.isAlive());
        master = address(log).orElseThrow(() -> new IllegalStateException("the master ended; see " + log));
        startWorker();
        startWorker();
    }

    /** Starts a worker, initially or to replace one that was killed. */
    void startWorker() throws IOException {
        var name = "worker-" + started++;
        var log = folder.resolve(name + ".log");
        workers.add(start(
                log,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve(name).toString(),
                master));
        await("a worker", () -> read(log).contains("Successfully registered with master"));
    }

    /** A running job. */
    record Submitted(Process process, Path log) {

        int await() throws InterruptedException {
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the job has not ended; see " + log);
            }
            return process.exitValue();
        }

        String said() {
            return read(log);
        }
    }

    /** Submits the job with Spark settings, each KEY=VALUE. */
    Submitted submit(String name, List<String> settings, String... arguments) throws IOException {
        var log = folder.resolve(name + ".log");
        var command = new ArrayList<>(List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                master,
                "--class",
                "dev.ecoin.spark.Job",
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m"));
        for (var setting : settings) {
            command.addAll(List.of("--conf", setting));
        }
        for (var setting : List.of(
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.ui.enabled=false",
                "spark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1")) {
            command.addAll(List.of("--conf", setting));
        }
        command.add(jar);
        command.addAll(Arrays.asList(arguments));
        var process = start(log, command.toArray(String[]::new));
        jobs.add(process);
        return new Submitted(process, log);
    }

    /** Frees the workers for the next test. */
    void endJobs() throws InterruptedException {
        for (var job : jobs) {
            job.destroyForcibly().waitFor();
        }
    }

    /** The executor of a worker; the executors of the last worker come last. */
    Optional<ProcessHandle> executor(int worker) {
        return workers.get(worker)
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst();
    }

    Process worker(int worker) {
        return workers.get(worker);
    }

    int workers() {
        return workers.size();
    }

    private Process start(Path log, String... mainAndArguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("spark.opens").split(" ")));
        command.addAll(
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", home.resolve("jars") + "/*"));
        command.addAll(List.of(mainAndArguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        var process = builder.start();
        processes.add(process);
        return process;
    }

    static void await(String what, BooleanSupplier isThere) {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (!isThere.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static Optional<String> address(Path log) {
        return ADDRESS.matcher(read(log)).results().map(match -> match.group(1)).findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        processes.forEach(Process::destroyForcibly);
    }
}
