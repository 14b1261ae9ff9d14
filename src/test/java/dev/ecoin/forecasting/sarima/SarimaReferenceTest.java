package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares with {@code stats::arima(method = "ML")} in R 4.2.2. R uses a prior variance of 1e6 instead of infinity for
 * the levels of a differenced model, which shifts its log-likelihood by up to 0.005 and forecasts by about 1e-5.
 */
class SarimaReferenceTest {

    static List<ReferenceFit> fits() {
        return ReferenceFit.all();
    }

    private static double priorEffect(ReferenceFit fit) {
        return fit.order().differenced() > 0 ? 0.005 : 1e-6 * Math.abs(fit.logLikelihood());
    }

    @ParameterizedTest
    @MethodSource("fits")
    void statisticsAgreeAtTheParametersOfR(ReferenceFit fit) {
        var process = Sarima.at(fit.values(), fit.order(), fit.constant(), fit.parameters());

        assertEquals(fit.logLikelihood(), process.logLikelihood(), priorEffect(fit));
        assertEquals(fit.observations(), process.observations());
        assertEquals(fit.sigma2(), process.sigma2(), 2e-4 * fit.sigma2());
        assertEquals(fit.aic(), process.aic(), 2 * priorEffect(fit));
        assertEquals(fit.aicc(), process.aicc(), 2 * priorEffect(fit));
        assertEquals(fit.bic(), process.bic(), 2 * priorEffect(fit));
        assertEquals(
                List.copyOf(fit.coefficients().keySet()),
                List.copyOf(process.coefficients().keySet()));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void forecastsAgreeAtTheParametersOfR(ReferenceFit fit) {
        Prediction prediction = Sarima.at(fit.values(), fit.order(), fit.constant(), fit.parameters())
                .forecast(24);

        for (int h = 0; h < 24; h++) {
            assertEquals(fit.mean()[h], prediction.mean()[h], 1e-4 * Math.abs(fit.mean()[h]), "mean of step " + h);
            assertEquals(fit.error()[h], prediction.standardError()[h], 1e-4 * fit.error()[h], "error of step " + h);
        }
    }

    @ParameterizedTest
    @MethodSource("fits")
    void standardErrorsAgreeAtTheParametersOfR(ReferenceFit fit) {
        var process = Sarima.at(fit.values(), fit.order(), fit.constant(), fit.parameters());

        // R computes second differences with a step of 0.001 on a surface distorted by its prior.
        fit.standardErrors()
                .forEach((name, expected) ->
                        assertEquals(expected, process.standardErrors().get(name), 0.015 * expected, name));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void ownOptimumIsNoWorseThanTheBestKnown(ReferenceFit fit) {
        var process = Sarima.fit(fit.values(), fit.order(), fit.constant());

        assertTrue(
                process.logLikelihood() >= fit.best() - 0.01,
                () -> process.logLikelihood() + " against " + fit.best() + " at " + process.coefficients());
        assertTrue(process.diagnostics().arRootDistance() > 0);
        assertTrue(process.diagnostics().maRootDistance() > 0);
    }

    /**
     * A season that never changes: the likelihood increases up to the bound, ever more slowly in the optimiser's
     * parameters.
     */
    @ParameterizedTest
    @CsvSource({"730, 1095", "0, 1461"})
    void optimumAtTheBoundIsReached(int from, int to) throws IOException {
        double[] logs = Files.readAllLines(Path.of("src/main/resources/sample/prices-usd.csv")).stream()
                .filter(line -> Character.isDigit(line.charAt(0)))
                .mapToDouble(line -> Math.log(Double.parseDouble(line.split(",")[1])))
                .toArray();
        double[] values = Arrays.copyOfRange(logs, from, to);
        var order = SarimaOrder.parse("(0,1,1)(0,1,1)7");
        var process = Sarima.fit(values, order, Constant.NONE);
        var atBound =
                Sarima.at(values, order, Constant.NONE, process.coefficients().get("ma1"), -1 + 1e-8);

        assertTrue(
                process.logLikelihood() >= atBound.logLikelihood() - 1e-6,
                () -> process.logLikelihood() + " against " + atBound.logLikelihood() + " at "
                        + process.coefficients());
    }

    @ParameterizedTest
    @MethodSource("fits")
    void advancingEqualsFilteringEverything(ReferenceFit fit) {
        int cut = fit.values().length * 3 / 4;
        double[] parameters = fit.parameters();
        var head = Arrays.copyOf(fit.values(), cut);
        var tail = Arrays.copyOfRange(fit.values(), cut, fit.values().length);
        Prediction advanced = Sarima.at(head, fit.order(), fit.constant(), parameters)
                .advance(tail)
                .forecast(24);
        Prediction whole =
                Sarima.at(fit.values(), fit.order(), fit.constant(), parameters).forecast(24);

        for (int h = 0; h < 24; h++) {
            assertEquals(whole.mean()[h], advanced.mean()[h], 1e-9 * (1 + Math.abs(whole.mean()[h])));
        }
        double ratio = whole.standardError()[0] / advanced.standardError()[0];
        for (int h = 0; h < 24; h++) {
            // sigma2 differs because it belongs to the fitted observations; the ratios of the errors must not.
            assertEquals(ratio, whole.standardError()[h] / advanced.standardError()[h], 1e-9 * ratio);
        }
    }

    @ParameterizedTest
    @MethodSource("fits")
    void advancingStepByStepEqualsAdvancingAtOnce(ReferenceFit fit) {
        var process = Sarima.at(fit.values(), fit.order(), fit.constant(), fit.parameters());
        double last = fit.mean()[0];
        double[] newer = {last, Double.NaN, 1.01 * last, 0.99 * last};
        var stepwise = process;
        for (double value : newer) {
            stepwise = stepwise.advance(value);
        }

        assertArrayEquals(
                process.advance(newer).forecast(5).mean(), stepwise.forecast(5).mean(), 1e-9 * Math.abs(last));
        assertArrayEquals(
                process.advance(newer).forecast(5).standardError(),
                stepwise.forecast(5).standardError(),
                1e-9 * Math.sqrt(process.sigma2()));
    }
}
