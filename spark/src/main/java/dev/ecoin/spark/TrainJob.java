package dev.ecoin.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train --all} of the service, with one shard of the coins per task. */
@Command(
        name = "train",
        description = "Trains all active coins of the service's database, by the service's own command.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each task runs 'train --all --shard INDEX/COUNT' of the packaged service, so gate, storage, activation"
                    + " and",
            "notification are the service's. The processes are members of its cluster while they run: no coin is"
                    + " trained twice,",
            "whatever is retried, killed or run beside it, and a rerun leaves alone what was trained.",
            "The database is the service's configuration in the executors' environment, such as",
            "spark.executorEnv.QUARKUS_DATASOURCE_REACTIVE_URL and spark.executorEnv.QUARKUS_DATASOURCE_PASSWORD.",
            "Exit status: 0 every shard was done, 1 some was not, 2 wrong usage."
        })
final class TrainJob implements Callable<Integer> {

    @Option(
            names = "--service",
            paramLabel = "PATH",
            description =
                    "Folder of the packaged service (quarkus-app) at the executors: in their image, or what --archives"
                            + " unpacks there (default: ${DEFAULT-VALUE}).")
    private String service = "service";

    @Option(
            names = "--shards",
            paramLabel = "COUNT",
            description =
                    "Parts of the coins, a process each; a thousand coins make up for its start (default: the cluster's"
                            + " cores).")
    private Integer shards;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Heap of each process, which comes on top of its executor's (default: ${DEFAULT-VALUE}).")
    private String memory = "512m";

    @Parameters(
            paramLabel = "OPTION",
            description = "Further options of train --all, after --, such as -- --order auto.")
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (shards != null && shards < 1) {
            throw new IllegalArgumentException("--shards is " + shards + ", but must be at least 1.");
        }
        try (var session = SparkSession.builder().appName("ecoin train").getOrCreate()) {
            var context = JavaSparkContext.fromSparkContext(session.sparkContext());
            var count = shards == null ? context.defaultParallelism() : shards;
            context.parallelize(IntStream.range(0, count).boxed().toList(), count)
                    .map(new ShardProcess(service, memory, count, options))
                    .collect()
                    .forEach(System.out::println);
            return 0;
        }
    }
}
