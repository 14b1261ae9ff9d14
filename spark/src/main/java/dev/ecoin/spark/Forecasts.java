package dev.ecoin.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;

import dev.ecoin.fit.Origins;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Fits, forecasts and backtests the series of a dataset, for use in other jobs. Input: one row per value, in any order,
 * with the columns {@code id}, {@code value}, and {@code day} or {@code index}. Output: one row per series. Values are
 * shuffled by id once, into {@code spark.sql.shuffle.partitions} partitions.
 */
public final class Forecasts {

    /** About 500 years of days. */
    static final int LONGEST = 200_000;

    private Forecasts() {}

    /**
     * Fits a model to each series and forecasts it, like the command {@code fit}.
     *
     * @param options of {@code fit} for all series, a JSON object such as {@code {"log": true, "horizon": 30}}
     * @return lazy: order, coefficients, statistics, forecast with limits, and the model's bytes, or an error
     *     in the column {@code error}
     * @throws IllegalArgumentException if an option or a column is not valid
     */
    public static Dataset<Row> fit(Dataset<Row> values, String options) {
        return fit(values, options, LONGEST);
    }

    static Dataset<Row> fit(Dataset<Row> values, String options, int longest) {
        return answers(values, options, longest, FitRow.SCHEMA, new FitRow());
    }

    /**
     * Backtests a forecaster on each series.
     *
     * @param options of {@code fit} for all series, a JSON object; its horizon is that of the scored forecasts
     * @param origins origins of the forecasts
     * @return lazy: scores of the forecaster and of the benchmarks, or in the column {@code error} the reason for
     *     their absence
     * @throws IllegalArgumentException if an option or a column is not valid
     */
    public static Dataset<Row> backtest(Dataset<Row> values, String options, Origins origins) {
        return backtest(values, options, origins, LONGEST);
    }

    static Dataset<Row> backtest(Dataset<Row> values, String options, Origins origins, int longest) {
        origins.plan(Answers.request(options));
        return answers(values, options, longest, BacktestRow.SCHEMA, new BacktestRow(origins));
    }

    private static Dataset<Row> answers(
            Dataset<Row> values, String options, int longest, StructType schema, Answers.Work work) {
        Answers.request(options);
        var series = SeriesRows.of(values);
        var whole = series.rows()
                .mapPartitions(new Answers(options, series.dated(), longest, schema, work), Encoders.row(schema));
        return series.dated() ? withDates(whole) : whole;
    }

    private static Dataset<Row> withDates(Dataset<Row> answers) {
        var dated = answers;
        for (var step : List.of("first", "last")) {
            dated = dated.withColumn(step, date_from_unix_date(col(step).cast(DataTypes.IntegerType)));
        }
        return dated;
    }
}
