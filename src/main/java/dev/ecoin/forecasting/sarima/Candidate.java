package dev.ecoin.forecasting.sarima;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A model tried by automatic selection.
 *
 * @param order its order
 * @param constant its constant
 * @param aicc the exact AICc at the best parameters found for it
 * @param admissible whether it could be selected: it has no near-unit and no nearly cancelling roots, and it was not
 *     rejected because the best candidate forecasts no better than the random walk or is hardly better than a simpler
 *     one
 */
public record Candidate(SarimaOrder order, Constant constant, double aicc, boolean admissible) {

    /** The candidate as part of a {@link dev.ecoin.forecasting.ModelDescription}. */
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
