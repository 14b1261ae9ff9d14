package dev.ecoin.forecasting.sarima;

/**
 * A model that automatic selection tried.
 *
 * @param order its order
 * @param constant its constant
 * @param aicc the exact AICc at the best parameters found for it
 * @param admissible whether it could be chosen: no near-unit and no nearly cancelling roots there, and not refused because
 *     the best candidate forecasts no better than the random walk, or is hardly better than a simpler one
 */
public record Candidate(SarimaOrder order, Constant constant, double aicc, boolean admissible) {

    Candidate rejected() {
        return new Candidate(order, constant, aicc, false);
    }
}
