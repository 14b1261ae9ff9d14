package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with {@code auto.arima} of R's forecast 8.20 with default settings. */
class OrderSearchTest {

    @ParameterizedTest
    @CsvSource({
        "AirPassengers, log, 12, 1, 1, -483.210",
        "USAccDeaths, none, 12, 1, 1, 857.316",
        "UKgas, log, 4, 0, 1, -169.281",
        "Nile, none, 1, 1, 0, 1267.507",
        "lynx, log10, 1, 0, 0, -19.896",
        "WWWusage, none, 1, 1, 0, 514.552",
        "LakeHuron, none, 1, 1, 0, 220.258"
    })
    void differencesAsAutoArimaAndReachesItsAicc(
            String series, String transform, int period, int d, int seasonalD, double aicc) {
        var values = ReferenceFit.series(series, transform);
        var process = Sarima.automatic(values, Selection.of(period));

        assertEquals(d, process.order().d());
        assertEquals(seasonalD, process.order().D());
        // 0.01 is twice the effect of R's prior on its log-likelihood.
        assertTrue(process.aicc() <= aicc + 0.01, () -> process.order() + " has " + process.aicc());
    }

    @ParameterizedTest
    @CsvSource({"AirPassengers, log, 12", "UKgas, log, 4", "lynx, log10, 1", "Nile, none, 1", "presidents, none, 4"})
    void nothingAdmissibleThatWasTriedIsBetter(String series, String transform, int period) {
        var process = Sarima.automatic(ReferenceFit.series(series, transform), Selection.of(period));
        var best = process.candidates().stream()
                .filter(Candidate::admissible)
                .min(Comparator.comparingDouble(Candidate::aicc))
                .orElseThrow();

        assertEquals(best.order(), process.order());
        assertEquals(best.constant(), process.constant());
        assertEquals(best.aicc(), process.aicc());
        assertTrue(process.diagnostics().arRootDistance() >= Diagnostics.NEAR_UNIT);
        assertTrue(process.diagnostics().maRootDistance() >= Diagnostics.NEAR_UNIT);
        assertTrue(process.diagnostics().rootGap() >= Diagnostics.NEAR_CANCELLING);
        int seasonal = period > 1 ? 1 : 0;
        for (int[] start : new int[][] {{0, 0, 0, 0}, {1, 0, seasonal, 0}, {0, 1, 0, seasonal}}) {
            assertTrue(process.candidates().stream()
                    .map(Candidate::order)
                    .anyMatch(order -> isArma(order, start[0], start[1], start[2], start[3])));
        }
    }

    /** Random walks of 40 steps, where a larger order often has the lowest AICc by chance. */
    @Test
    void inShortSeriesSimplerOrdersArePreferredToThoseHardlyBetter() {
        int preferred = 0;
        int withMean = 0;
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var values = new double[40];
            for (int t = 1; t < values.length; t++) {
                values[t] = values[t - 1] + random.nextGaussian();
            }
            var selection = Selection.of(1).differencingAtMost(1);
            var lowest = Sarima.automatic(values, selection.byInformationAlone());
            var process = Sarima.automatic(values, selection);
            boolean simpler =
                    process.coefficients().size() < lowest.coefficients().size();
            preferred += simpler ? 1 : 0;

            assertTrue(simpler || process.aicc() <= lowest.aicc());
            assertEquals(simpler, process.diagnostics().warnings().contains(Diagnostics.Warning.SIMPLER_PREFERRED));
            var candidates =
                    process.candidates().stream().filter(Candidate::admissible).toList();
            var starting = candidates.stream()
                    .filter(OrderSearchTest::isStarting)
                    .mapToDouble(Candidate::aicc)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            double bound = Math.min(starting, lowest.aicc() + 1);
            assertTrue(process.aicc() <= Math.max(bound, lowest.aicc()));
            assertTrue(candidates.stream()
                    .filter(candidate ->
                            parameters(candidate) < process.coefficients().size())
                    .filter(candidate -> lowest.constant() != Constant.MEAN || candidate.constant() == Constant.MEAN)
                    .noneMatch(candidate -> candidate.aicc() <= bound));
            assertTrue(candidates.stream().noneMatch(candidate -> candidate.aicc() < process.aicc()));
            assertTrue(lowest.constant() != Constant.MEAN || process.constant() == Constant.MEAN);
            withMean += simpler && process.constant() == Constant.MEAN ? 1 : 0;
        }
        assertTrue(preferred >= 4 && withMean >= 1, preferred + " of 40, " + withMean + " with a mean");
    }

    /** Sums of near-random walks, between one difference and two; critical values as in table 1 of KPSS (1992). */
    @Test
    void aSecondDifferenceIsTakenOnStrongerEvidenceThanTheFirst() {
        int once = 0;
        int twice = 0;
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var values = new double[40];
            double slope = 0;
            for (int t = 1; t < values.length; t++) {
                slope += 0.5 * random.nextGaussian();
                values[t] = values[t - 1] + slope + random.nextGaussian();
            }
            double statistic = Differencing.kpss(ArmaPolynomials.difference(values, SarimaOrder.of(0, 1, 0)));
            if (Differencing.kpss(values) <= 0.463 || statistic <= 0.463) {
                continue;
            }
            var lenient = Sarima.automatic(values, Selection.of(1).byInformationAlone());
            var process = Sarima.automatic(values, Selection.of(1));

            assertEquals(2, lenient.order().d());
            assertEquals(statistic > 0.739 ? 2 : 1, process.order().d());
            once += process.order().d() == 1 ? 1 : 0;
            twice += process.order().d() == 2 ? 1 : 0;
        }
        assertTrue(once >= 3 && twice >= 3, once + " once, " + twice + " twice");
    }

    private static boolean isStarting(Candidate candidate) {
        var order = candidate.order();
        boolean constant = candidate.constant() != Constant.NONE || order.d() == 2;
        return order.coefficients() == 0
                || constant && (isArma(order, 1, 0, 0, 0) || isArma(order, 0, 1, 0, 0) || isArma(order, 2, 2, 0, 0));
    }

    private static boolean isArma(SarimaOrder order, int p, int q, int P, int Q) {
        return order.p() == p && order.q() == q && order.P() == P && order.Q() == Q;
    }

    private static int parameters(Candidate candidate) {
        return candidate.order().coefficients() + (candidate.constant() == Constant.NONE ? 0 : 1);
    }

    @Test
    void exhaustiveSearchIsAtLeastAsGood() {
        double[] values = ReferenceFit.series("WWWusage", "none");
        var stepwise = Sarima.automatic(values, Selection.of(1));
        var exhaustive = Sarima.automatic(values, Selection.of(1).exhaustively());

        assertTrue(exhaustive.candidates().size() > stepwise.candidates().size() / 2);
        assertTrue(exhaustive.aicc() <= stepwise.aicc() + 1e-3);
    }

    /** Strengths by {@code forecast:::seas.heuristic} and KPSS statistics by {@code urca::ur.kpss}, R 4.2.2. */
    @ParameterizedTest
    @CsvSource({
        "AirPassengers, log, 12, 0.964454, 0.536688",
        "USAccDeaths, none, 12, 0.944794, 1.738958",
        "UKgas, log, 4, 0.973869, 0.258468"
    })
    void testsAgreeWithR(String series, String transform, int period, double strength, double kpss) {
        double[] values = ReferenceFit.series(series, transform);
        double[] once = ArmaPolynomials.difference(values, new SarimaOrder(0, 0, 0, 0, 1, 0, period));

        assertEquals(strength, SeasonalStrength.of(values, period), 1e-6);
        assertEquals(kpss, Differencing.kpss(once), 1e-6);
    }

    @Test
    void boundsAreKept() {
        var selection = new Selection(12, 1, 1, 2, 1, false, false, true, false);
        var process = Sarima.automatic(ReferenceFit.series("AirPassengers", "log"), selection);
        for (Candidate candidate : process.candidates()) {
            SarimaOrder order = candidate.order();
            assertTrue(order.p() <= 1 && order.q() <= 1 && order.P() <= 1 && order.Q() <= 1);
            assertTrue(order.coefficients() <= 2);
            assertEquals(Constant.NONE, candidate.constant());
        }
    }
}
