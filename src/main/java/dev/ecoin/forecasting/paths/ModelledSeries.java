package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Objects;

/**
 * A series to simulate.
 *
 * @param model forecasts the simulated days
 * @param history used to estimate the sizes of moves and their dependence on other series; positive values in the units
 *     of the model. Days after the model's origin are ignored
 */
public record ModelledSeries(FittedModel model, DailySeries history) {

    public ModelledSeries {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(history, "history");
    }
}
