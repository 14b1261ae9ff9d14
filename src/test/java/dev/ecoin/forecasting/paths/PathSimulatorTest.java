package dev.ecoin.forecasting.paths;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSimulatorTest {

    private static final LocalDate START = LocalDate.of(2023, 1, 1);
    private static final BaselineForecaster NAIVE = BaselineForecaster.of(Baseline.Method.NAIVE, 1);

    private static ModelledSeries fitted(DailySeries series) {
        return new ModelledSeries(NAIVE.fit(series), series);
    }

    /** The bundled sample: column 1 is bitcoin, column 2 ethereum. */
    private static DailySeries sample(int column) throws IOException {
        var rows = Files.readAllLines(Path.of("src/main/resources/sample/prices-usd.csv")).stream()
                .filter(line -> Character.isDigit(line.charAt(0)))
                .map(line -> line.split(","))
                .toList();
        return DailySeries.of(
                LocalDate.parse(rows.get(0)[0]),
                rows.stream()
                        .mapToDouble(row -> Double.parseDouble(row[column]))
                        .toArray());
    }

    static Stream<Arguments> models() {
        var prices = GarchPrices.series(800, 3);
        double[] few = Arrays.copyOf(GarchPrices.of(30, 5), 30);
        var gaps = GarchPrices.of(800, 4);
        for (int t = 5; t < 800; t += 9) {
            gaps[t] = Double.NaN;
        }
        gaps[797] = Double.NaN;
        return Stream.of(
                Arguments.of(sarima("(0,1,0)"), prices),
                Arguments.of(sarima("(1,1,1)(1,0,1)7"), prices),
                Arguments.of(sarima("(0,1,1)(0,1,1)7"), prices),
                Arguments.of(sarima("(2,0,1)"), prices),
                Arguments.of(sarima("(1,1,1)"), DailySeries.of(START, gaps)),
                Arguments.of(sarima("(1,1,1)"), GarchPrices.series(90, 6)),
                Arguments.of(baseline(Baseline.Method.DRIFT), prices),
                Arguments.of(baseline(Baseline.Method.SEASONAL_NAIVE), prices),
                Arguments.of(baseline(Baseline.Method.MEAN), prices),
                Arguments.of(
                        SarimaForecaster.automatic(7).calibratedIntervals().dailyPrices(), DailySeries.of(START, few)));
    }

    private static Forecaster sarima(String order) {
        return SarimaForecaster.of(SarimaOrder.parse(order)).calibratedIntervals();
    }

    private static Forecaster baseline(Baseline.Method method) {
        return BaselineForecaster.of(method, 7).calibratedIntervals();
    }

    /** In 100,000 paths, the share below each limit of the forecast is its nominal one, within Monte Carlo error. */
    @ParameterizedTest
    @MethodSource("models")
    void everyDaysPricesAgreeWithTheLimits(Forecaster forecaster, DailySeries series) {
        int paths = 100_000;
        var model = forecaster.fit(series);
        double[][] prices = PathSimulator.of(new ModelledSeries(model, series))
                .simulate(30, paths, 1)
                .prices(0);
        var forecast = model.forecast(30, 50, 80, 95, 99.8);
        for (int day : new int[] {0, 1, 2, 6, 13, 29}) {
            for (int k = 0; k < 4; k++) {
                double tail = 0.5 - forecast.levels()[k] / 200;
                double error = 2 * Math.sqrt(tail * (1 - tail) / paths);
                double lower = forecast.lower(k, day);
                double upper = forecast.upper(k, day);
                assertEquals(
                        tail, share(prices[day], price -> price < lower), error, "lower limit " + k + ", day " + day);
                assertEquals(
                        tail, share(prices[day], price -> price > upper), error, "upper limit " + k + ", day " + day);
            }
            double median = forecast.median(day);
            assertEquals(0.5, share(prices[day], price -> price < median), 0.0032);
        }
    }

    private static double share(double[] values, java.util.function.DoublePredicate condition) {
        return (double) Arrays.stream(values).filter(condition).count() / values.length;
    }

    /** Over years, absolute returns of paths are as autocorrelated as in the history, and returns are uncorrelated. */
    @Test
    void sizesOfReturnsPersistAsInTheHistory() {
        double[] history = returns(GarchPrices.of(4000, 11));
        var series = fitted(GarchPrices.series(4000, 11));
        double[][] prices = PathSimulator.of(series).simulate(365, 1000, 2).prices(0);
        for (int lag : new int[] {1, 2, 5, 10, 20}) {
            double ofHistory = autocorrelation(new double[][] {absolute(history)}, lag);
            double ofPaths = autocorrelation(pathReturns(prices, true), lag);
            assertEquals(ofHistory, ofPaths, 0.06, "lag " + lag);
            assertTrue(lag > 10 || ofPaths > 0.08, "lag " + lag + ": " + ofPaths);
            assertEquals(0, autocorrelation(pathReturns(prices, false), lag), 0.03);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sizesOfReturnsPersistAsThoseOfCoins(int coin) throws IOException {
        var series = sample(coin);
        double[][] prices =
                PathSimulator.of(fitted(series)).simulate(365, 1000, 3).prices(0);
        double[] history = absolute(returns(series.values()));
        double ofHistory = 0;
        double ofPaths = 0;
        for (int lag = 1; lag <= 20; lag++) {
            ofHistory += autocorrelation(new double[][] {history}, lag) / 20;
            ofPaths += autocorrelation(pathReturns(prices, true), lag) / 20;
        }
        // A single history of four years has a standard error of about 0.03.
        assertEquals(ofHistory, ofPaths, 0.07);
        assertTrue(ofPaths > 0.05, "" + ofPaths);
    }

    @Test
    void bitcoinAndEthereumMoveTogetherAsTheyDid() throws IOException {
        var bitcoin = sample(1);
        var ethereum = sample(2);
        var naive = NAIVE.calibratedIntervals();
        var paths = PathSimulator.of(List.of(
                        new ModelledSeries(naive.fit(bitcoin), bitcoin),
                        new ModelledSeries(naive.fit(ethereum), ethereum)))
                .simulate(30, 10_000, 4);
        double expected = correlation(returns(bitcoin.values()), returns(ethereum.values()));
        double[][] first = pathReturns(paths.prices(0), false);
        double[][] second = pathReturns(paths.prices(1), false);
        assertEquals(expected, correlation(flat(first), flat(second)), 0.05);
        // On each day separately, and over the whole month.
        for (int day : new int[] {0, 10, 28}) {
            assertEquals(expected, correlation(at(first, day), at(second, day)), 0.05, "day " + day);
        }
        assertEquals(expected, correlation(sums(first), sums(second)), 0.05);
    }

    /** Three groups of coins in one market, listed on different days and with gaps. */
    @Test
    void correlationsOfTwentyCoinsAreThoseOfTheirHistories() {
        int days = 1500;
        var random = new Random(20);
        var histories = new ArrayList<DailySeries>();
        double[][] logs = market(20, days, random);
        for (int i = 0; i < 20; i++) {
            var prices = new double[days];
            for (int t = 0; t < days; t++) {
                boolean missing = t < 55 * i || random.nextInt(40) == 0 && t < days - 1;
                prices[t] = missing ? Double.NaN : Math.exp(logs[i][t]);
            }
            histories.add(DailySeries.of(START, prices));
        }
        var paths = PathSimulator.of(
                        histories.stream().map(PathSimulatorTest::fitted).toList())
                .simulate(30, 4000, 5);
        var simulated = IntStream.range(0, 20)
                .mapToObj(i -> flat(pathReturns(paths.prices(i), false)))
                .toList();
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < i; j++) {
                double expected = commonCorrelation(histories.get(i), histories.get(j));
                assertEquals(expected, correlation(simulated.get(i), simulated.get(j)), 0.05, i + " and " + j);
            }
        }
    }

    /** With only sixty days, a pair's correlation is between its own estimate and the mean of all pairs. */
    @Test
    void correlationsOfShortHistoriesAreDrawnTowardsTheirMean() {
        var random = new Random(7);
        double[][] logs = market(3, 61, random);
        logs[2] = market(1, 61, random)[0];
        var coins = Arrays.stream(logs)
                .map(log -> fitted(
                        DailySeries.of(START, Arrays.stream(log).map(Math::exp).toArray())))
                .toList();
        var paths = PathSimulator.of(coins).simulate(1, 50_000, 6);
        double[][] observed = Arrays.stream(logs).map(log -> differences(log)).toArray(double[][]::new);
        double own = correlation(observed[0], observed[1]);
        double mean = (own + correlation(observed[0], observed[2]) + correlation(observed[1], observed[2])) / 3;
        double simulated = correlation(paths.prices(0)[0], paths.prices(1)[0]);
        assertTrue(simulated < own - 0.03 && simulated > mean, own + ", " + mean + ": " + simulated);
    }

    /** A coin with two months of history moves with a market that has years of history. */
    @Test
    void aNewCoinMovesWithTheOthers() {
        double[][] logs = market(3, 1200, new Random(8));
        var coins = new ArrayList<ModelledSeries>();
        for (int i = 0; i < 3; i++) {
            double[] prices = Arrays.stream(logs[i]).map(Math::exp).toArray();
            var series = DailySeries.of(START, prices);
            coins.add(fitted(i < 2 ? series : series.between(series.end().minusDays(90), series.end())));
        }
        // With only a few days, a coin has no correlation estimates of its own.
        double[] prices = Arrays.stream(logs[2]).map(Math::exp).toArray();
        var whole = DailySeries.of(START, prices);
        coins.add(fitted(whole.between(whole.end().minusDays(9), whole.end())));
        var paths = PathSimulator.of(coins).simulate(10, 10_000, 9);
        double[] bitcoin = flat(pathReturns(paths.prices(0), false));
        assertEquals(0.6, correlation(bitcoin, flat(pathReturns(paths.prices(2), false))), 0.2);
        assertEquals(0.6, correlation(bitcoin, flat(pathReturns(paths.prices(3), false))), 0.2);
    }

    /** Prices are equal byte by byte, on every platform, in every release, and from any thread. */
    @Test
    void aSeedHasOneSetOfPaths() {
        var coins = Stream.of(GarchPrices.series(500, 1), GarchPrices.series(300, 2))
                .map(PathSimulatorTest::fitted)
                .toList();
        var paths = PathSimulator.of(coins).simulate(20, 500, 42);
        var checksums = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> checksum(paths.prices(i % 2)))
                .toList();
        for (int i = 0; i < 8; i++) {
            assertEquals(i % 2 == 0 ? 0x4bb0dc0cL : 0x3edc26e9L, checksums.get(i), "series " + i % 2);
        }
        assertEquals(
                checksums.get(0),
                checksum(PathSimulator.of(coins).simulate(20, 500, 42).prices(0)));
        assertTrue(checksums.get(0)
                != checksum(PathSimulator.of(coins).simulate(20, 500, 43).prices(0)));
        // A longer simulation starts with the same draws.
        assertArrayEquals(
                paths.prices(1)[5],
                PathSimulator.of(coins).simulate(30, 500, 42).prices(1)[5]);
    }

    private static long checksum(double[][] prices) {
        var bytes = ByteBuffer.allocate(prices.length * prices[0].length * Double.BYTES);
        Arrays.stream(prices).flatMapToDouble(Arrays::stream).forEach(bytes::putDouble);
        var crc = new CRC32C();
        crc.update(bytes.array());
        return crc.getValue();
    }

    /** The generator is SplitMix64 (Steele, Lea and Flood 2014): its authors' code gives the same values. */
    @Test
    void theGeneratorIsSplitMix64() {
        var random = new SplittableRandom(1234567);
        assertEquals(6457827717110365317L, random.nextLong());
        assertEquals(3203168211198807973L, random.nextLong());
        assertEquals(-8629252141511181193L, random.nextLong());
    }

    /** The second coin lacks the price of the latest day. */
    @Test
    void allPathsStartAfterTheNewestOrigin() {
        var newer = GarchPrices.series(400, 1);
        var older =
                GarchPrices.series(400, 2).between(newer.start(), newer.end().minusDays(2));
        var simulator = PathSimulator.of(List.of(fitted(older), fitted(newer)));
        var paths = simulator.simulate(3, 10_000, 1);
        assertEquals(newer.end(), simulator.origin());
        assertEquals(newer.end().plusDays(1), paths.day(0));
        double[][] prices = paths.prices(0);
        assertEquals(3, prices.length);
        var forecast = NAIVE.fit(older).forecast(5, 80);
        assertEquals(0.1, share(prices[0], price -> price < forecast.lower(0, 2)), 0.003);
        assertEquals(0.1, share(prices[2], price -> price > forecast.upper(0, 4)), 0.003);
    }

    @Test
    void whatHasNoHistoryHasPathsAllTheSame() {
        var forecaster = SarimaForecaster.automatic(7).calibratedIntervals().dailyPrices();
        double[] monthly = new double[24 * 30];
        Arrays.fill(monthly, Double.NaN);
        double[] walk = GarchPrices.of(24, 3);
        for (int i = 0; i < 24; i++) {
            monthly[30 * i] = walk[i];
        }
        var still = new double[200];
        Arrays.fill(still, 2);
        var jump = still.clone();
        Arrays.fill(jump, 100, 200, 4);
        for (double[] values : new double[][] {{5}, {0.3, 0.32, 0.31}, monthly, still, jump}) {
            var series = DailySeries.of(START, values);
            var model = forecaster.fit(series);
            var other = fitted(DailySeries.of(series.end().minusDays(399), GarchPrices.of(400, 1)));
            var paths = PathSimulator.of(List.of(new ModelledSeries(model, series), other))
                    .simulate(40, 1000, 1);
            double[][] prices = paths.prices(0);
            var forecast = model.forecast(40, 90);
            for (int day = 0; day < 40; day++) {
                int at = day;
                assertTrue(Arrays.stream(prices[day]).allMatch(price -> price > 0 && Double.isFinite(price)));
                double outside =
                        share(prices[day], price -> price < forecast.lower(0, at) || price > forecast.upper(0, at));
                assertTrue(
                        values == still
                                ? outside < 1e-6 || prices[day][0] == prices[day][1]
                                : outside > 0.07 && outside < 0.13,
                        values.length + ", day " + day + ": " + outside);
            }
        }
    }

    @Test
    void argumentsOutOfRangeAreRefused() {
        var series = fitted(GarchPrices.series(100, 1));
        var simulator = PathSimulator.of(series);
        assertThrows(IllegalArgumentException.class, () -> simulator.simulate(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> simulator.simulate(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> simulator.simulate(1, 1_000_001, 1));
        assertThrows(IllegalArgumentException.class, () -> PathSimulator.of(List.of()));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> simulator.simulate(1, 1, 1).day(1));
        assertThrows(
                SeriesException.class,
                () -> PathSimulator.of(
                        new ModelledSeries(series.model(), DailySeries.of(LocalDate.of(2040, 1, 1), 1, 2, 3))));
    }

    /**
     * Log prices whose changes have correlations of 0.6 to 0.8, sizes of 3% to 6%, and a common changing volatility.
     */
    private static double[][] market(int coins, int days, Random random) {
        var logs = new double[coins][days];
        double storm = 0;
        for (int t = 1; t < days; t++) {
            storm = 0.95 * storm + 0.15 * random.nextGaussian();
            double size = Math.exp(storm);
            double market = random.nextGaussian();
            var group = new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            for (int i = 0; i < coins; i++) {
                double move = Math.sqrt(0.6) * market
                        + Math.sqrt(0.2) * group[i % 3]
                        + Math.sqrt(0.2) * random.nextGaussian();
                logs[i][t] = logs[i][t - 1] + (0.03 + 0.0015 * i) * size * move;
            }
        }
        return logs;
    }

    private static double[] returns(double[] prices) {
        return differences(Arrays.stream(prices).map(Math::log).toArray());
    }

    private static double[] differences(double[] logs) {
        return IntStream.range(1, logs.length)
                .mapToDouble(t -> logs[t] - logs[t - 1])
                .toArray();
    }

    private static double[] absolute(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    /** Daily log returns {@code [path][day]} of prices {@code [day][path]}. */
    private static double[][] pathReturns(double[][] prices, boolean absolute) {
        var result = new double[prices[0].length][prices.length - 1];
        for (int p = 0; p < result.length; p++) {
            for (int day = 1; day < prices.length; day++) {
                double change = Math.log(prices[day][p] / prices[day - 1][p]);
                result[p][day - 1] = absolute ? Math.abs(change) : change;
            }
        }
        return result;
    }

    private static double[] flat(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] at(double[][] values, int day) {
        return Arrays.stream(values).mapToDouble(path -> path[day]).toArray();
    }

    private static double[] sums(double[][] values) {
        return Arrays.stream(values)
                .mapToDouble(path -> Arrays.stream(path).sum())
                .toArray();
    }

    /** Autocorrelation pooled over the rows. */
    private static double autocorrelation(double[][] rows, int lag) {
        double mean = Arrays.stream(flat(rows)).average().orElseThrow();
        double products = 0;
        double squares = 0;
        long pairs = 0;
        long values = 0;
        for (double[] row : rows) {
            for (int t = 0; t < row.length; t++) {
                squares += (row[t] - mean) * (row[t] - mean);
                values++;
                if (t >= lag) {
                    products += (row[t] - mean) * (row[t - lag] - mean);
                    pairs++;
                }
            }
        }
        return products / pairs / (squares / values);
    }

    private static double commonCorrelation(DailySeries a, DailySeries b) {
        var start = a.start().isAfter(b.start()) ? a.start() : b.start();
        double[] first = returns(a.between(start, a.end()).values());
        double[] second = returns(b.between(start, b.end()).values());
        int[] common = IntStream.range(0, Math.min(first.length, second.length))
                .filter(t -> !Double.isNaN(first[first.length - 1 - t] + second[second.length - 1 - t]))
                .toArray();
        return correlation(
                Arrays.stream(common)
                        .mapToDouble(t -> first[first.length - 1 - t])
                        .toArray(),
                Arrays.stream(common)
                        .mapToDouble(t -> second[second.length - 1 - t])
                        .toArray());
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double products = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            products += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return products / Math.sqrt(squaresA * squaresB);
    }
}
