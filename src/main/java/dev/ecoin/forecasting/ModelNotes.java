package dev.ecoin.forecasting;

import java.util.Optional;

/** What readers of a forecast ask of the model behind it, answered in plain English. */
public interface ModelNotes {

    /** What its forecasts are, to end a sentence: "every forecast is the last price". */
    String forecasts();

    /**
     * Why its forecast is flat from the first day on.
     *
     * @param price at which it is flat, with its unit
     * @param widening whether the limits widen
     */
    String flat(String price, boolean widening);

    /**
     * Why its forecast goes on in a direction of its own accord, other than by a drift.
     *
     * @param aDay change a day at the forecast's end, in percent
     * @return empty if it does not
     */
    default Optional<String> slope(String aDay) {
        return Optional.empty();
    }

    /** What {@link #flat} is of a random walk. */
    static String randomWalk(String price, boolean widening) {
        return ("The forecast is flat at the last price, %s: the model is a random walk, in which rises and falls are"
                        + " equally likely whatever went before. For daily coin prices that is hard to beat%s.")
                .formatted(
                        price,
                        widening
                                ? "; what the model knows is in the limits, which widen with the square root of the time"
                                : "");
    }

    /** What {@link #flat} is of a model that could have moved. */
    static String unmoved(String name, String price) {
        return "The forecast is flat at %s: the model %s sees nothing in the latest prices that would move the days asked for."
                .formatted(price, name);
    }
}
