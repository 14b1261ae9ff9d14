package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.Transform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures the thread CPU time, after warm-up and without caching, of the work that {@code sarima-vs-r.sh} also does in
 * R. Writes the series to a folder for R and prints {@code item;milliseconds;log-likelihood or AICc}.
 */
final class CpuTimes {

    private static final long WARM = 6_000_000_000L;

    private CpuTimes() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        double[] thousand = BenchmarkSeries.logPrices(1000);
        double[] twoThousand = BenchmarkSeries.logPrices(2000);
        double[] passengers = BenchmarkSeries.airPassengers();
        write(folder.resolve("d1000.txt"), thousand);
        write(folder.resolve("d2000.txt"), twoThousand);
        write(folder.resolve("air.txt"), passengers);
        var small = SarimaOrder.parse("(1,1,1)(1,0,1)7");
        var large = SarimaOrder.parse("(2,1,2)(1,0,1)7");
        var airline = SarimaOrder.parse("(0,1,1)(0,1,1)12");

        time("fit (1,1,1)(1,0,1)7, 1000 days", () -> Sarima.fit(thousand, small, Constant.NONE).logLikelihood());
        time("fit (2,1,2)(1,0,1)7, 2000 days", () -> Sarima.fit(twoThousand, large, Constant.NONE).logLikelihood());
        time("fit airline, AirPassengers", () -> Sarima.fit(passengers, airline, Constant.NONE).logLikelihood());
        time("select m=7, 1000 days", () -> Sarima.automatic(thousand, Selection.of(7)).aicc());
        time("select m=12, AirPassengers", () -> Sarima.automatic(passengers, Selection.of(12)).aicc());

        var sparse = SarimaOrder.parse("(2,1,1)");
        for (int n : new int[] {1000, 50_000}) {
            double[] gaps = BenchmarkSeries.withGaps(n, 10);
            write(folder.resolve("gaps" + n + ".txt"), gaps);
            time("fit (2,1,1), " + n + " values, 10% missing", () -> Sarima.fit(gaps, sparse, Constant.NONE)
                    .logLikelihood());
        }

        Sarima process = Sarima.fit(twoThousand, large, Constant.NONE);
        var polynomials = new ArmaPolynomials(large);
        var likelihood = new ArmaLikelihood(polynomials, ArmaPolynomials.difference(twoThousand, large), 0);
        time("likelihood pass (2,1,2)(1,0,1)7, 2000 days", () -> {
            polynomials.expand(process.estimate().coefficients());
            return -likelihood.value(Double.NaN) - 0.5 * 1999 * (1 + Math.log(2 * Math.PI));
        });
        var model = new SarimaModel(LocalDate.of(2026, 1, 1), Transform.LOG, process, Intervals.GAUSSIAN);
        time("forecast 30 days", () -> model.forecast(30, 80, 95).upper(0, 29));
        time("forecast 1000 days", () -> model.forecast(1000, 80, 95).upper(0, 999));
    }

    private static void write(Path file, double[] values) throws IOException {
        Files.writeString(file, Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining("\n")));
    }

    private static void time(String item, Supplier<Double> work) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        int warm = 0;
        while (threads.getCurrentThreadCpuTime() - begin < WARM || warm < 3) {
            work.get();
            warm++;
        }
        int rounds = Math.max(3, warm / 4);
        double result = 0;
        long from = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < rounds; i++) {
            result = work.get();
        }
        double milliseconds = (threads.getCurrentThreadCpuTime() - from) / 1e6 / rounds;
        System.out.printf(Locale.ROOT, "%s;%.5f;%.4f%n", item, milliseconds, result);
    }
}
