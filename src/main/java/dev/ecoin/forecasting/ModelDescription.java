package dev.ecoin.forecasting;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a fitted model beside its forecasts. Statistics are on the scale of the fit, NaN where a family has none or
 * too little is known. Trees consist of numbers, flags, text, lists, and maps by snake_case name.
 *
 * @param name by which its family's models are told apart, such as (1,1,1)(1,0,1)7 or naive
 * @param order p, d and q, empty if the family has none
 * @param seasonalOrder P, D and Q, likewise
 * @param observations that the fit counts
 * @param sigma2 variance of a step's residual
 * @param fallback why it stands in for a model that was asked for, null if it does not
 * @param coefficients estimates by name
 * @param standardErrors of the same names
 * @param diagnostics a tree of whatever tells of the fit's quality
 * @param candidates trees of what the selection tried, best first
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

    /** Of a family without order, likelihood and selection. */
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
