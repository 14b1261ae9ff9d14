package dev.ecoin.alerts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The condition of a rule: a kind with its thresholds. A further kind is a record that implements this, and its entry in each of
 * the lists below.
 */
@RegisterForReflection
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = Condition.KIND)
@JsonSubTypes({
    @JsonSubTypes.Type(value = ProbabilityCondition.class, name = ProbabilityCondition.KIND),
    @JsonSubTypes.Type(value = TouchCondition.class, name = TouchCondition.KIND),
    @JsonSubTypes.Type(value = IntervalWidthCondition.class, name = IntervalWidthCondition.KIND),
    @JsonSubTypes.Type(value = AnomalyCondition.class, name = AnomalyCondition.KIND),
    @JsonSubTypes.Type(value = DriftCondition.class, name = DriftCondition.KIND),
    @JsonSubTypes.Type(value = ModelRejectedCondition.class, name = ModelRejectedCondition.KIND),
    @JsonSubTypes.Type(value = FallbackCondition.class, name = FallbackCondition.KIND),
    @JsonSubTypes.Type(value = StalePricesCondition.class, name = StalePricesCondition.KIND)
})
@Schema(
        name = "AlertCondition",
        description = "What the rule watches; `kind` says which of these it is",
        discriminatorProperty = Condition.KIND,
        oneOf = {
            ProbabilityCondition.class,
            TouchCondition.class,
            IntervalWidthCondition.class,
            AnomalyCondition.class,
            DriftCondition.class,
            ModelRejectedCondition.class,
            FallbackCondition.class,
            StalePricesCondition.class
        },
        discriminatorMapping = {
            @DiscriminatorMapping(value = ProbabilityCondition.KIND, schema = ProbabilityCondition.class),
            @DiscriminatorMapping(value = TouchCondition.KIND, schema = TouchCondition.class),
            @DiscriminatorMapping(value = IntervalWidthCondition.KIND, schema = IntervalWidthCondition.class),
            @DiscriminatorMapping(value = AnomalyCondition.KIND, schema = AnomalyCondition.class),
            @DiscriminatorMapping(value = DriftCondition.KIND, schema = DriftCondition.class),
            @DiscriminatorMapping(value = ModelRejectedCondition.KIND, schema = ModelRejectedCondition.class),
            @DiscriminatorMapping(value = FallbackCondition.KIND, schema = FallbackCondition.class),
            @DiscriminatorMapping(value = StalePricesCondition.KIND, schema = StalePricesCondition.class)
        })
public interface Condition {

    /** Field that names the kind. */
    String KIND = "kind";

    /**
     * The condition with its defaults filled in.
     *
     * @param longestHorizon of forecasts, in days
     * @throws ProblemException with status 400 if a field is missing, 422 if one is out of range
     */
    Condition checked(int longestHorizon);

    /** In words, for people, without the coin. */
    String description(Currency currency);

    /** Evaluates the condition for a coin. */
    Finding find(Situation situation);

    /**
     * The condition for questions about past days; empty if it depends on more than prices.
     *
     * @param now for a fixed day, which becomes as many days ahead as it is now
     * @param relative whether bounds move with the price: as far from each day's as they are from the newest one
     * @throws ProblemException with status 422 if its day is over
     */
    default Optional<Condition> forPast(Situation.Outlook now, boolean relative) {
        return Optional.empty();
    }

    /**
     * Whether a prediction from a past day came true; empty if the condition predicts nothing about later prices.
     *
     * @param prices up to today
     */
    default Optional<Outcome> outcome(Situation.Outlook then, DailySeries prices) {
        return Optional.empty();
    }

    /** Whether a bound is an absolute price, whose distance from the price differs between days. */
    default boolean hasPrice() {
        return false;
    }

    /** Number of simulated days, by which rules that share a simulation are evaluated together; 0 for none. */
    default int simulatedDays(LocalDate origin) {
        return 0;
    }
}
