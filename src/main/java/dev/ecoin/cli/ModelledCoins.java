package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.risk.SimulatedCoins;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import java.util.List;

/** Loads coins with their active models. */
final class ModelledCoins {

    private ModelledCoins() {}

    /**
     * @throws UsageException if the coin is unknown or has no model
     */
    static StoredModel model(String id) {
        var coin = KnownCoins.present(List.of(id)).get(0);
        return part(JobDatabase.class)
                .transaction(session -> part(ModelRepository.class).active(session, coin))
                .orElseThrow(() -> new UsageException(
                        "The coin '" + coin + "' has no model yet. Train it with 'train" + " --coin " + coin + "'."));
    }

    /** All prices of a coin with a model. */
    static DailySeries prices(String id) {
        return part(JobDatabase.class)
                .transaction(session -> part(PriceRepository.class).series(session, id))
                .orElseThrow(() -> new UsageException("The coin '" + id + "' has no prices any more."));
    }

    /**
     * @throws UsageException if a coin is unknown or has no model
     */
    static SimulatedCoins simulated(List<String> ids) {
        var models = ids.stream().map(ModelledCoins::model).toList();
        return SimulatedCoins.of(models, ids.stream().map(ModelledCoins::prices).toList());
    }
}
