package dev.ecoin.forecasting.sarima;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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

    /** As a model's description has it. */
    Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("order", order.toString());
        tree.put("constant", constant.name().toLowerCase(Locale.ROOT));
        tree.put("aicc", aicc);
        tree.put("admissible", admissible);
        return tree;
    }

    Candidate rejected() {
        return new Candidate(order, constant, aicc, false);
    }
}
