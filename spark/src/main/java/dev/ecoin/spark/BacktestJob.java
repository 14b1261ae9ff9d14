package dev.ecoin.spark;

import dev.ecoin.fit.Origins;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolling-origin backtests of any number of series. */
@Command(
        name = "backtest",
        description = "Measures on the past of each series how a forecaster would have done.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each series becomes one row: windows scored, scores of the forecaster (model) and of the benchmarks, the",
            "forecaster's scores by steps ahead, and the ratio of its mean absolute scaled error to that of naive. If a",
            "series has no scores, the column error says why. The job prints a summary of all series.",
            "Exit status: 0 all series have a row, 1 the job failed, 2 wrong usage."
        })
final class BacktestJob implements Callable<Integer> {

    @Mixin
    private Input input;

    @Mixin
    private Output output;

    @Option(
            names = "--options",
            paramLabel = "JSON",
            description =
                    "Fields of fit's input but for id, start and values, for all series; its horizon is that of the"
                            + " forecasts to score (default: none).")
    private String options = "{}";

    @Option(
            names = "--windows",
            paramLabel = "N",
            description = "Origins at most, the newest ones that can be scored in full (default: ${DEFAULT-VALUE}).")
    private int windows = Origins.STANDARD.windows();

    @Option(names = "--step", paramLabel = "N", description = "Steps between origins (default: ${DEFAULT-VALUE}).")
    private int step = Origins.STANDARD.step();

    @Option(
            names = "--training",
            paramLabel = "N",
            description = "Steps up to an origin that it needs (default: ${DEFAULT-VALUE}).")
    private int training = Origins.STANDARD.training();

    @Option(names = "--rolling", description = "Train on no more than those.")
    private boolean rolling;

    @Option(names = "--refit", description = "Select the order and estimate the parameters at each origin.")
    private boolean refit;

    @Option(
            names = "--against",
            paramLabel = "PATH",
            description = "Answers of another backtest of the same series to compare with.")
    private String against;

    @Override
    public Integer call() throws IOException {
        var origins = new Origins(windows, step, training, rolling, refit);
        try (var session = output.session("ecoin backtest")) {
            var other = against == null ? null : session.read().parquet(against);
            var written = output.write(Forecasts.backtest(input.read(session), options, origins, output.longest()));
            written.createOrReplaceTempView("scores");
            print(
                    "Mean absolute scaled error over naive's: %.4f on average, %.4f in the median; better than naive"
                            + " %.1f%%",
                    session.sql("""
                        SELECT avg(mase_against_naive), median(mase_against_naive),
                               100 * avg(CAST(mase_against_naive < 1 AS INT))
                        FROM scores
                        """));
            session.sql("""
                SELECT interval.level, avg(interval.coverage), avg(interval.msis)
                FROM (SELECT explode(model.intervals) AS interval FROM scores)
                GROUP BY interval.level ORDER BY interval.level
                """)
                    .collectAsList()
                    .forEach(row -> print("Intervals of %.5g%%: %.2f%% covered, MSIS %.4f", row));
            if (other != null) {
                compare(other);
            }
            return 0;
        }
    }

    private void compare(Dataset<Row> other) {
        other.createOrReplaceTempView("others");
        print(
                "Against " + against.replace("%", "%%")
                        + ": error %.4f of the other's (geometric mean of %.0f series); lower for %.0f, the same for"
                        + " %.0f, higher for %.0f",
                other.sparkSession().sql("""
                    SELECT exp(avg(CASE WHEN s.model.mase > 0 AND o.model.mase > 0 THEN ln(s.model.mase / o.model.mase) END)),
                           CAST(count(*) AS DOUBLE),
                           CAST(count_if(s.model.mase < o.model.mase) AS DOUBLE),
                           CAST(count_if(s.model.mase = o.model.mase) AS DOUBLE),
                           CAST(count_if(s.model.mase > o.model.mase) AS DOUBLE)
                    FROM scores AS s JOIN others AS o USING (id)
                    WHERE s.model.mase IS NOT NULL AND o.model.mase IS NOT NULL
                    """));
    }

    private static void print(String format, Dataset<Row> oneRow) {
        print(format, oneRow.first());
    }

    private static void print(String format, Row row) {
        var values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isNullAt(i) ? Double.valueOf(Double.NaN) : row.get(i);
        }
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
