package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.ModelNotes;
import java.util.Optional;

/** Notes on the forecasts of a SARIMA model. */
record SarimaNotes(SarimaOrder order) implements ModelNotes {

    private static final SarimaOrder RANDOM_WALK = SarimaOrder.of(0, 1, 0);

    @Override
    public String forecasts() {
        return "the forecast follows the model " + order;
    }

    @Override
    public String flat(String price, boolean widening) {
        return order.equals(RANDOM_WALK)
                ? ModelNotes.randomWalk(price, widening)
                : ModelNotes.unmoved(order.toString(), price);
    }

    @Override
    public Optional<String> slope(String aDay) {
        return order.d() + order.D() < 2
                ? Optional.empty()
                : Optional.of(
                        ("The model %s takes differences twice: it goes on with the latest slope of the prices, %s %% a day at"
                                        + " the end of this forecast, which the next few days may turn.")
                                .formatted(order, aDay));
    }
}
