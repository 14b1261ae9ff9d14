package dev.ecoin.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The destination of a job's answers, and the steps shared by all jobs. */
final class Output {

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "Folder of Parquet files to write, one row a series; must not exist.")
    private String path;

    @Option(names = "--overwrite", description = "Replace the folder if it exists.")
    private boolean overwrite;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Parts that the series are fitted in, and files; a thousand series each are a good size"
                    + " (default: spark.sql.shuffle.partitions, 200).")
    private Integer partitions;

    @Option(
            names = "--longest",
            paramLabel = "N",
            description =
                    "Steps from the first to the last value of a series; a longer one is an error of its row, which"
                            + " bounds memory and time (default: ${DEFAULT-VALUE}).")
    private int longest = Forecasts.LONGEST;

    String path() {
        return path;
    }

    int longest() {
        if (longest < 1) {
            throw new IllegalArgumentException("--longest is " + longest + ", but must be at least 1.");
        }
        return longest;
    }

    /** A session on the cluster that {@code spark-submit} names. */
    SparkSession session(String name) {
        var session = SparkSession.builder().appName(name).getOrCreate();
        // Days are UTC dates.
        session.conf().set("spark.sql.session.timeZone", "UTC");
        if (partitions != null) {
            if (partitions < 1) {
                throw new IllegalArgumentException("--partitions is " + partitions + ", but must be at least 1.");
            }
            session.conf().set("spark.sql.shuffle.partitions", partitions);
        }
        return session;
    }

    /** Writes the answers and counts them by kind from the written files. */
    Dataset<Row> write(Dataset<Row> answers) {
        answers.write()
                .mode(overwrite ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
                .parquet(path);
        var written = answers.sparkSession().read().parquet(path);
        var counts = written.agg(count(lit(1)), count(col("error"))).first();
        System.out.printf(
                Locale.ROOT,
                "%d series: %d answered, %d with an error%n",
                counts.getLong(0),
                counts.getLong(0) - counts.getLong(1),
                counts.getLong(1));
        return written;
    }
}
