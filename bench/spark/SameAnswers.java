import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Compares the job's answers with those of a fit process on the same series, for bench/spark.sh. */
class SameAnswers {

    /**
     * Exits with status 1 if a series is missing, duplicated, or has a different answer.
     *
     * @param args the job's folder, the lines of fit, the number of series
     */
    public static void main(String... args) throws Exception {
        boolean same;
        try (var session = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 8)
                .getOrCreate()) {
            var job = session.read().parquet(args[0]);
            var fit = session.read().schema(job.schema()).json(args[1]);
            var series = Long.parseLong(args[2]);
            var distinct = job.select("id").distinct().count();
            var different = texts(job).exceptAll(texts(fit)).count();
            System.out.printf(
                    "%d rows, %d distinct series of %d, %d without a model; %d answers differ from those of fit%n",
                    job.count(), distinct, series, job.where("error IS NOT NULL").count(), different);
            same = job.count() == series && distinct == series && fit.count() == series && different == 0;
        }
        System.exit(same ? 0 : 1);
    }

    /** The columns that both have, without the duration of a fit. */
    private static Dataset<Row> texts(Dataset<Row> answers) {
        var compared = Arrays.stream(answers.columns())
                .filter(column -> !column.matches("first|last|diagnostics|blob|cpu_millis"))
                .collect(Collectors.joining(", "));
        return answers.selectExpr("to_json(struct(" + compared + ")) AS answer");
    }
}
