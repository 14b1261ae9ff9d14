package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.paths.PortfolioPaths;
import dev.ecoin.risk.PortfolioRisk.Contribution;
import dev.ecoin.risk.PortfolioRisk.LevelRisk;
import dev.ecoin.risk.PortfolioRisk.PricedHolding;
import dev.ecoin.risk.PortfolioRisk.ValueDay;
import dev.ecoin.risk.PortfolioRisk.ValueQuantile;
import dev.ecoin.serving.ServedModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A request for the risk of a portfolio.
 *
 * @param holdings of different coins
 * @param horizon days from the latest observation of the coins
 * @param levels of value at risk and expected shortfall in percent
 * @param simulation of their prices
 */
public record PortfolioQuestion(List<Holding> holdings, int horizon, List<BigDecimal> levels, Simulation simulation) {

    private static final List<BigDecimal> QUANTILES =
            List.of(5, 25, 50, 75, 95).stream().map(BigDecimal::valueOf).toList();

    /** The coins in the order of the holdings. */
    public List<String> coins() {
        return holdings.stream().map(Holding::coin).toList();
    }

    /** Simulates the coins; slow. */
    public PortfolioRisk answer(SimulatedCoins coins, Currency currency) {
        var simulator = coins.simulator();
        var portfolio = PortfolioPaths.of(
                simulator.simulate(horizon, simulation.paths(), simulation.seed()),
                holdings.stream()
                        .mapToDouble(holding -> holding.amount().doubleValue())
                        .toArray(),
                coins.present());
        return new PortfolioRisk(
                currency,
                horizon,
                simulator.origin().plusDays(horizon),
                Shown.money(portfolio.value()),
                IntStream.range(0, holdings.size())
                        .mapToObj(i -> holding(coins, holdings.get(i), portfolio, i))
                        .toList(),
                quantiles(portfolio, horizon - 1),
                levels.stream().map(level -> risk(portfolio, level, holdings)).toList(),
                IntStream.range(0, horizon)
                        .mapToObj(day -> day(simulator.origin().plusDays(day + 1L), portfolio, day))
                        .toList(),
                simulation.paths(),
                simulation.seed());
    }

    private static PricedHolding holding(SimulatedCoins coins, Holding holding, PortfolioPaths portfolio, int i) {
        return new PricedHolding(
                holding.coin(),
                holding.amount(),
                Shown.price(coins.lastPrices().get(i)),
                Shown.money(portfolio.value(i)),
                share(portfolio.value(i), portfolio.value()),
                ServedModel.of(coins.models().get(i)));
    }

    private static List<ValueQuantile> quantiles(PortfolioPaths portfolio, int lastDay) {
        var quantiles = portfolio.quantiles(lastDay);
        var present = Shown.money(portfolio.value());
        return QUANTILES.stream()
                .map(quantile -> {
                    var value = Shown.money(quantiles.at(quantile.doubleValue() / 100));
                    var profit = value == null || present == null ? null : value.subtract(present);
                    return new ValueQuantile(quantile, value, profit);
                })
                .toList();
    }

    private static LevelRisk risk(PortfolioPaths portfolio, BigDecimal level, List<Holding> holdings) {
        var risk = portfolio.risk(level.doubleValue());
        var losses = risk.contributions();
        return new LevelRisk(
                level,
                Shown.money(risk.valueAtRisk()),
                Shown.money(risk.expectedShortfall()),
                IntStream.range(0, losses.length)
                        .mapToObj(i -> new Contribution(
                                holdings.get(i).coin(),
                                Shown.money(losses[i]),
                                share(losses[i], risk.expectedShortfall())))
                        .toList());
    }

    private static ValueDay day(LocalDate date, PortfolioPaths portfolio, int day) {
        var quantiles = portfolio.quantiles(day);
        return new ValueDay(
                date,
                Shown.money(quantiles.at(0.5)),
                Shown.money(quantiles.at(0.1)),
                Shown.money(quantiles.at(0.9)),
                Shown.money(quantiles.at(0.025)),
                Shown.money(quantiles.at(0.975)));
    }

    private static BigDecimal share(double part, double all) {
        var share = 100 * part / all;
        return all > 0 && Double.isFinite(share) ? Shown.percent(share) : null;
    }
}
