package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.optimisation.Bfgs;
import dev.ecoin.forecasting.optimisation.Convergence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prices have no weekly pattern to difference away. The seasonal moving average then ends near -1, and the likelihood has a
 * hill for each nearly cancelling pair of ordinary roots.
 */
class NearlyCancellingRootsTest {

    private static final Path PRICES = Path.of("src/main/resources/sample/prices-usd.csv");
    private static final int LENGTH = 1000;
    private static final int STARTS = 25;

    private final Bfgs fine = new Bfgs(new Convergence(1e-6, 1e-7, 100), 2);

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(1,1,1)(0,1,1)7 3",
                "(1,1,1)(0,1,1)7 43",
                "(1,1,1)(0,1,1)7 183",
                "(1,1,1)(0,1,1)7 283",
                "(1,1,1)(1,1,1)7 103"
            })
    void aFitReachesWhatManyStartsReach(String text, int from) throws IOException {
        var order = SarimaOrder.parse(text);
        double[] values = Arrays.copyOfRange(bitcoin(), from, from + LENGTH);
        var polynomials = new ArmaPolynomials(order);
        double[] differenced = ArmaPolynomials.difference(values, order);
        var objective = new ProfileObjective(polynomials, new ArmaLikelihood(polynomials, differenced, 0));
        var random = new SplittableRandom(from);
        double lowest = Double.POSITIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            double[] point = random.doubles(order.coefficients(), -2.5, 2.5).toArray();
            lowest = Math.min(lowest, fine.minimise(objective, point).value());
        }
        double reached = -lowest - 0.5 * differenced.length * (1 + Math.log(2 * Math.PI));

        double fitted = Sarima.fit(values, order, Constant.NONE).logLikelihood();

        assertTrue(fitted >= reached - 0.02, fitted + ", but " + reached + " from random starts");
    }

    private static double[] bitcoin() throws IOException {
        try (var lines = Files.lines(PRICES)) {
            return lines.filter(line -> line.startsWith("2"))
                    .mapToDouble(line -> Math.log(Double.parseDouble(line.split(",")[1])))
                    .toArray();
        }
    }
}
