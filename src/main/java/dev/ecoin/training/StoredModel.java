package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.sarima.SarimaCodec;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A row of the table {@code model}.
 *
 * @param order as text, e.g. (1,1,1)(1,0,1)7
 * @param origin day of the last observation the model has seen
 */
public record StoredModel(long id, String coin, String order, LocalDate origin, Instant trainedAt, byte[] blob) {

    /**
     * The model in the blob.
     *
     * @throws dev.ecoin.forecasting.sarima.CorruptModelException if the blob is damaged or of an unknown version
     */
    public FittedModel fitted() {
        return SarimaCodec.decode(blob);
    }
}
