package dev.ecoin.risk;

import dev.ecoin.forecasting.paths.ModelledSeries;
import dev.ecoin.forecasting.paths.PathSimulator;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.ProblemException;
import dev.ecoin.training.StoredModel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Coins prepared for joint simulation.
 *
 * @param models active models, in the requested order
 * @param lastPrices price of each coin on its model's origin
 */
public record SimulatedCoins(List<StoredModel> models, List<Double> lastPrices, PathSimulator simulator) {

    /** @throws ProblemException with status 503 if the price of a model's last observation is no longer stored */
    public static SimulatedCoins of(List<StoredModel> models, List<DailySeries> histories) {
        var lastPrices = IntStream.range(0, models.size())
                .mapToObj(i -> lastPrice(models.get(i), histories.get(i)))
                .toList();
        var simulator = PathSimulator.of(IntStream.range(0, models.size())
                .mapToObj(i -> new ModelledSeries(models.get(i).fitted(), histories.get(i)))
                .toList());
        return new SimulatedCoins(models, lastPrices, simulator);
    }

    /** Price of the first coin on its model's origin. */
    double lastPrice() {
        return lastPrices.get(0);
    }

    /** Model of the first coin. */
    StoredModel model() {
        return models.get(0);
    }

    double[] present() {
        return lastPrices.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double lastPrice(StoredModel model, DailySeries history) {
        double price = history.value(model.origin());
        if (Double.isNaN(price)) {
            throw gone(model);
        }
        return price;
    }

    private static ProblemException gone(StoredModel model) {
        return ProblemException.unavailable("The price of " + model.coin() + " on " + model.origin()
                + ", the day of its model's last observation, is no longer stored; the next training replaces the"
                + " model.");
    }
}
