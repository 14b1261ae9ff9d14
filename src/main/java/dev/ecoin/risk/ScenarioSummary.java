package dev.ecoin.risk;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.paths.Quantiles;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.serving.ServedModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Joint price paths in a few figures. Numbers beyond what a number holds are null.
 *
 * @param allFall share of the paths, from 0 to 1, on whose last day every coin is below its last price
 * @param everyDays days between two rows of a coin; 1 if none is left out
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ScenarioSummary(
        Currency currency,
        int horizon,
        LocalDate date,
        int paths,
        long seed,
        BigDecimal allFall,
        int everyDays,
        List<CoinScenarios> coins) {

    private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};

    /**
     * @param correlation of its return over the horizon with the first coin's, from -1 to 1; null where one does not move
     * @param days ascending, the last one included
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record CoinScenarios(
            String coin, BigDecimal lastPrice, BigDecimal correlation, ServedModel model, List<Day> days) {}

    /** Quantiles of the simulated prices of a day: a price below {@code q05} has a probability of 5%. */
    @RegisterForReflection
    record Day(
            LocalDate date,
            @JsonProperty("q05") BigDecimal lowest,
            @JsonProperty("q25") BigDecimal low,
            @JsonProperty("q50") BigDecimal median,
            @JsonProperty("q75") BigDecimal high,
            @JsonProperty("q95") BigDecimal highest) {}

    static ScenarioSummary of(
            SimulatedCoins coins, Currency currency, int horizon, int mostDays, Simulation simulation) {
        var paths = coins.simulator().simulate(horizon, simulation.paths(), simulation.seed());
        var every = (horizon + mostDays - 1) / mostDays;
        var returns = IntStream.range(0, paths.size())
                .mapToObj(i ->
                        returns(paths.prices(i)[horizon - 1], coins.lastPrices().get(i)))
                .toList();
        return new ScenarioSummary(
                currency,
                horizon,
                paths.day(horizon - 1),
                simulation.paths(),
                simulation.seed(),
                Shown.probability(share(returns)),
                every,
                IntStream.range(0, paths.size())
                        .mapToObj(i -> new CoinScenarios(
                                coins.models().get(i).coin(),
                                Shown.price(coins.lastPrices().get(i)),
                                correlation(returns.get(0), returns.get(i)),
                                ServedModel.of(coins.models().get(i)),
                                IntStream.range(0, horizon)
                                        .filter(day -> (horizon - 1 - day) % every == 0)
                                        .mapToObj(day -> day(paths.day(day), paths.prices(i)[day]))
                                        .toList()))
                        .toList());
    }

    private static Day day(LocalDate date, double[] prices) {
        // Of the digits that the paths are given with, so that whoever has these gets the same quantiles.
        var quantiles = new Quantiles(Arrays.stream(prices)
                .map(price -> Double.isFinite(price) ? PriceDigits.round(price).doubleValue() : price)
                .toArray());
        var shown = new BigDecimal[QUANTILES.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = Shown.price(quantiles.at(QUANTILES[i]));
        }
        return new Day(date, shown[0], shown[1], shown[2], shown[3], shown[4]);
    }

    private static double[] returns(double[] prices, double lastPrice) {
        var returns = new double[prices.length];
        for (int path = 0; path < prices.length; path++) {
            returns[path] = Math.log(prices[path] / lastPrice);
        }
        return returns;
    }

    private static double share(List<double[]> returns) {
        int paths = returns.get(0).length;
        return (double) IntStream.range(0, paths)
                        .filter(path -> returns.stream().allMatch(coin -> coin[path] < 0))
                        .count()
                / paths;
    }

    /** Pearson's. */
    private static BigDecimal correlation(double[] x, double[] y) {
        var meanX = mean(x);
        var meanY = mean(y);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        var correlation = xy / Math.sqrt(xx * yy);
        return Double.isFinite(correlation) ? Shown.percent(correlation) : null;
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum() / values.length;
    }
}
