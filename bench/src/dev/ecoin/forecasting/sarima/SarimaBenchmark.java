package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Fits with all their starts, selection, and the operations of the query path. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SarimaBenchmark {

    private static final SarimaOrder SMALL = SarimaOrder.parse("(1,1,1)(1,0,1)7");
    private static final SarimaOrder LARGE = SarimaOrder.parse("(2,1,2)(1,0,1)7");
    private static final SarimaOrder AIRLINE = SarimaOrder.parse("(0,1,1)(0,1,1)12");

    private final double[] thousand = BenchmarkSeries.logPrices(1000);
    private final double[] twoThousand = BenchmarkSeries.logPrices(2000);
    private final double[] passengers = BenchmarkSeries.airPassengers();
    private final SarimaModel model = new SarimaModel(
            LocalDate.of(2026, 1, 1), Transform.LOG, Sarima.fit(twoThousand, LARGE, Constant.NONE), Intervals.GAUSSIAN);
    private final byte[] blob = ModelCodec.encode(model);
    private final ArmaPolynomials polynomials = new ArmaPolynomials(LARGE);
    private final ArmaLikelihood likelihood =
            new ArmaLikelihood(polynomials, ArmaPolynomials.difference(twoThousand, LARGE), 0);

    @Benchmark
    public Sarima fitSmallOn1000Days() {
        return Sarima.fit(thousand, SMALL, Constant.NONE);
    }

    @Benchmark
    public Sarima fitLargeOn2000Days() {
        return Sarima.fit(twoThousand, LARGE, Constant.NONE);
    }

    @Benchmark
    public Sarima fitAirlineOnAirPassengers() {
        return Sarima.fit(passengers, AIRLINE, Constant.NONE);
    }

    @Benchmark
    public Sarima selectOn1000Days() {
        return Sarima.automatic(thousand, Selection.of(7));
    }

    @Benchmark
    public Sarima selectOnAirPassengers() {
        return Sarima.automatic(passengers, Selection.of(12));
    }

    @Benchmark
    public double likelihoodPassOn2000Days() {
        polynomials.expand(model.process().estimate().coefficients());
        return likelihood.value(Double.NaN);
    }

    @Benchmark
    public Forecast forecast30Days() {
        return model.forecast(30, 80, 95);
    }

    @Benchmark
    public Forecast forecast1000Days() {
        return model.forecast(1000, 80, 95);
    }

    @Benchmark
    public byte[] encode() {
        return ModelCodec.encode(model);
    }

    @Benchmark
    public Object decode() {
        return ModelCodec.decode(blob);
    }
}
