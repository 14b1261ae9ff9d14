package dev.ecoin.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Trains a shard of the coins in a process of the service next to the executor.
 *
 * @param service folder of the packaged service, or of an unpacked archive
 * @param memory of the process's heap
 * @param count number of shards
 * @param options of {@code train --all} in addition to the shard
 */
record ShardProcess(String service, String memory, int count, List<String> options)
        implements Function<Integer, String> {

    /**
     * Runs a command that ends when standard input does, and so when the executor dies. SIGTERM lets the service hand
     * back its work, so that other processes take over immediately.
     */
    private static final String UNTIL_INPUT_ENDS = """
        exec 3<&0
        "$@" < /dev/null &
        child=$!
        { cat <&3 > /dev/null; kill $child 2> /dev/null; } > /dev/null 2>&1 &
        wait $child
        """;

    /** Prefix of the report in the command's last line. */
    private static final String REPORT = "Shard ";

    /**
     * @return the report of the command
     */
    @Override
    public String call(Integer shard) throws Exception {
        var process = start(shard);
        // The task may be killed while this thread reads, and an interrupt does not end the read.
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> endInput(process));
        var last = "";
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                last = line;
            }
        }
        var status = process.waitFor();
        if (!last.startsWith(REPORT)) {
            throw new IllegalStateException("The shard " + shard + "/" + count + " was not done, with status " + status
                    + ": " + (last.isEmpty() ? "see the executor's standard error" : last));
        }
        return last;
    }

    private Process start(int shard) throws IOException {
        var jar = folder().resolve("quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar.toAbsolutePath() + "; see --service and spark-submit's --archives.");
        }
        var cores = Integer.toString(TaskContext.get().cpus());
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                UNTIL_INPUT_ENDS,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                "-XX:ActiveProcessorCount=" + cores,
                "-jar",
                jar.toString(),
                "train",
                "--all",
                "--shard",
                shard + "/" + count));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
        builder.environment().put("ECOIN_TRAINING_THREADS", cores);
        return builder.start();
    }

    /** Spark unpacks archives into its directory for files. */
    private Path folder() {
        var given = Path.of(service);
        return Files.isDirectory(given)
                ? given
                : Path.of(SparkFiles.getRootDirectory()).resolve(given);
    }

    private static void endInput(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }
}
