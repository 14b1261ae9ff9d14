package dev.ecoin.forecasting;

import java.util.Optional;

/** Plain-English answers to common questions about the model behind a forecast. */
public interface ModelNotes {

    /** Describes the forecasts, as the end of a sentence: "every forecast is the last price". */
    String forecasts();

    /**
     * Explains why the forecast is flat from the first day on.
     *
     * @param price the constant forecast, with its unit
     * @param widening whether the limits widen
     */
    String flat(String price, boolean widening);

    /**
     * Explains why the forecast has a slope at its end without a drift term.
     *
     * @param aDay change per day at the forecast's end, in percent
     * @return empty if the model has no such slope
     */
    default Optional<String> slope(String aDay) {
        return Optional.empty();
    }

    /** {@link #flat} for a random walk. */
    static String randomWalk(String price, boolean widening) {
        return ("The forecast is flat at the last price, %s: the model is a random walk, in which rises and falls are"
                        + " equally likely whatever went before. For daily coin prices that is hard to beat%s.")
                .formatted(
                        price,
                        widening
                                ? "; what the model knows is in the limits, which widen with the square root of the time"
                                : "");
    }

    /** {@link #flat} for a model whose forecasts can move. */
    static String unmoved(String name, String price) {
        return "The forecast is flat at %s: the model %s sees nothing in the latest prices that would move the days asked for."
                .formatted(price, name);
    }
}
