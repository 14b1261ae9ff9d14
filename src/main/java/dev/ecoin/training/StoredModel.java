package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A model of the table {@code model} in one of its states, decoded from an intact blob.
 *
 * @param id of the model
 * @param state id of the state, which is immutable and so serves as a cache key; negative if no state is intact and the
 *     trained blob in the model's own row is used
 * @param name a SARIMA order such as (1,1,1)(1,0,1)7, or a name of another family
 * @param origin day of the last observation in the state
 * @param trainedAt time at which the parameters were estimated
 * @param madeAt time at which a training or an advance created this state
 * @param fallback why a baseline replaces a SARIMA model, or null
 * @param pinned whether it is the active model and trainings must not replace it
 * @param passedOver the active state if its blob is corrupt and this one replaces it; or null
 * @param fitted the model in the blob
 * @param blob the state in the format of ModelCodec
 */
public record StoredModel(
        long id,
        long state,
        String coin,
        String name,
        LocalDate origin,
        Instant trainedAt,
        Instant madeAt,
        String fallback,
        boolean pinned,
        PassedOver passedOver,
        FittedModel fitted,
        byte[] blob) {

    /**
     * A state that cannot be read.
     *
     * @param reason why its blob is corrupt
     */
    public record PassedOver(long model, long state, LocalDate origin, String reason) {}

    /** The corrupt active state that this one replaces, if any. */
    public Optional<PassedOver> standsInFor() {
        return Optional.ofNullable(passedOver);
    }

    /** The state that the table {@code active_model} points to while this model serves. */
    long pointedAt() {
        return passedOver == null ? state : passedOver.state();
    }
}
