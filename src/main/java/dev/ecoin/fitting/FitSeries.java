package dev.ecoin.fitting;

import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Describes to readers of the OpenAPI document what {@link dev.ecoin.fit.FitRequest} reads. */
@Schema(name = "FitSeries", description = "A series to fit; only id and values are required")
record FitSeries(
        @Schema(
                description = "Text or a number, repeated in the answer",
                required = true,
                oneOf = {String.class, Double.class},
                examples = "\"visits\"")
        Object id,

        @Schema(description = "Equally spaced observations, null where missing", required = true, maxItems = 5_000)
        List<Double> values,

        @Schema(description = "Date of the first value, where values are daily", examples = "2026-01-01")
        LocalDate start,

        @Schema(description = "Steps in a season, 1 for none", minimum = "1", maximum = "366", defaultValue = "7")
        Integer period,

        @Schema(description = "[p,d,q]; without it, or with \"auto\", it is selected", examples = "[0, 1, 1]")
        List<Integer> order,

        @Schema(
                description = "[P,D,Q]; ignored with \"auto\"",
                minItems = 3,
                maxItems = 3,
                defaultValue = "[0, 0, 0]",
                examples = "[0, 1, 1]")
        List<Integer> seasonal,

        @Schema(description = "With an order: estimate a mean", defaultValue = "false")
        Boolean mean,

        @Schema(description = "With an order: estimate a drift", defaultValue = "false")
        Boolean drift,

        @Schema(description = "Fit to logarithms of the values", defaultValue = "false")
        Boolean log,

        @Schema(description = "Steps to forecast", minimum = "1", maximum = "365", defaultValue = "24")
        Integer horizon,

        @Schema(
                description = "Coverage of intervals in percent, above 0 and below 100; 80 and 95 by default",
                maxItems = 10,
                examples = "[80, 95]")
        List<Double> levels,

        @Schema(
                description = "Whether limits are calibrated on the model's past errors",
                enumeration = {"gaussian", "calibrated"},
                defaultValue = "gaussian")
        String intervals) {}
