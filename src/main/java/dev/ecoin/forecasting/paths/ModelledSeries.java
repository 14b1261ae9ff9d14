package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Objects;

/**
 * A series to simulate.
 *
 * @param model forecasts its days to come
 * @param history from which the sizes of moves and their dependence on other series are learnt, positive values in the
 *     units of the model; days after the model's origin are not read
 */
public record ModelledSeries(FittedModel model, DailySeries history) {

    public ModelledSeries {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(history, "history");
    }
}
