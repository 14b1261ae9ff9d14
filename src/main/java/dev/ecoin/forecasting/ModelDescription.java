package dev.ecoin.forecasting;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything known about a fitted model except its forecasts. Statistics are on the scale of the fit; they are NaN
 * where the family has none or there are too few observations. Trees consist of numbers, booleans, strings, lists, and
 * maps by snake_case name.
 *
 * @param name identifies the model within its family, such as (1,1,1)(1,0,1)7 or naive
 * @param order p, d and q; empty if the family has none
 * @param seasonalOrder P, D and Q; empty if the family has none
 * @param observations number of observations in the fit
 * @param sigma2 variance of the one-step residual
 * @param fallback why this model replaces the requested one, null if it does not
 * @param coefficients estimates by name
 * @param standardErrors standard errors by the same names
 * @param diagnostics tree of statistics on the quality of the fit
 * @param candidates trees of the models that the selection tried, best first
 */
public record ModelDescription(
        String name,
        List<Integer> order,
        List<Integer> seasonalOrder,
        int observations,
        double sigma2,
        double logLikelihood,
        double aic,
        double aicc,
        double bic,
        String fallback,
        Map<String, Double> coefficients,
        Map<String, Double> standardErrors,
        Map<String, Object> diagnostics,
        List<Map<String, Object>> candidates) {

    public ModelDescription {
        Objects.requireNonNull(name, "name");
    }

    /** Description of a model without order, likelihood and selection. */
    public static ModelDescription of(
            String name,
            int observations,
            double sigma2,
            String fallback,
            Map<String, Double> coefficients,
            Map<String, Object> diagnostics) {
        return new ModelDescription(
                name,
                List.of(),
                List.of(),
                observations,
                sigma2,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                fallback,
                coefficients,
                Map.of(),
                diagnostics,
                List.of());
    }
}
