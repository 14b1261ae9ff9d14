package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.sarima.ModelCodec;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A row of the table {@code model}.
 *
 * @param name a SARIMA order such as (1,1,1)(1,0,1)7, or the name of a baseline
 * @param origin day of the last observation the model has seen
 */
public record StoredModel(long id, String coin, String name, LocalDate origin, Instant trainedAt, byte[] blob) {

    /**
     * The model in the blob.
     *
     * @throws dev.ecoin.forecasting.sarima.CorruptModelException if the blob is damaged or of an unknown version
     */
    public FittedModel fitted() {
        return ModelCodec.decode(blob);
    }
}
