package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.ModelNotes;

/** Notes on the forecasts of a baseline. */
record BaselineNotes(Baseline.Method method) implements ModelNotes {

    @Override
    public String forecasts() {
        return switch (method) {
            case NAIVE -> "every forecast is the last price";
            case DRIFT -> "the forecast goes on from the last price by the mean change of the past";
            case SEASONAL_NAIVE -> "the last season repeats";
            case MEAN -> "every forecast is the mean of the past";
        };
    }

    @Override
    public String flat(String price, boolean widening) {
        return switch (method) {
            case NAIVE -> ModelNotes.randomWalk(price, widening);
            case MEAN ->
                "The forecast is flat at the typical price of the past, %s: the model is a constant mean."
                        .formatted(price);
            case DRIFT, SEASONAL_NAIVE -> ModelNotes.unmoved(method.label(), price);
        };
    }
}
