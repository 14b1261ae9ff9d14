package dev.ecoin.prices;

import dev.ecoin.database.Session;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Active models for the list of coins. {@code training}, a room below this one, implements it.
 */
public interface ActiveModels {

    /** The models that serve the forecasts of the given coins, by coin; a coin without one is left out. */
    Uni<Map<String, ActiveModel>> activeModels(Collection<String> coins);

    /** The same for jobs. */
    Map<String, ActiveModel> activeModels(Session session, Collection<String> coins) throws Exception;

    /**
     * The model that serves a coin's forecasts.
     *
     * @param order e.g. (1,1,1)(1,0,1)7
     * @param origin day of the last observation the model has seen
     */
    @RegisterForReflection
    @Schema(name = "ActiveModel")
    record ActiveModel(
            @Schema(examples = "17") long id,
            @Schema(examples = "(1,1,1)(1,0,1)7") String order,
            @Schema(examples = "2026-08-08") LocalDate origin) {}
}
