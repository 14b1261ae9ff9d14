package dev.ecoin.prices;

import dev.ecoin.database.Session;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Active models for the list of coins, implemented by {@code training}, which this package must not import. */
public interface ActiveModels {

    /** Active models by coin; coins without one are left out. */
    Uni<Map<String, ActiveModel>> activeModels(Collection<String> coins);

    /** {@link #activeModels(Collection)} for jobs. */
    Map<String, ActiveModel> activeModels(Session session, Collection<String> coins) throws Exception;

    /**
     * A coin's active model.
     *
     * @param order such as (1,1,1)(1,0,1)7
     * @param origin day of the last observation in the model
     */
    @RegisterForReflection
    @Schema(name = "ActiveModel")
    record ActiveModel(
            @Schema(examples = "17") long id,
            @Schema(examples = "(1,1,1)(1,0,1)7") String order,
            @Schema(examples = "2026-08-08") LocalDate origin) {}
}
