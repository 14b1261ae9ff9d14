package dev.ecoin.database;

import dev.ecoin.configuration.Currency;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The table {@code currency}; blocks. */
@ApplicationScoped
@Unremovable
public class CurrencyRepository {

    private final JobDatabase database;
    private final Currency currency;

    CurrencyRepository(JobDatabase database, Currency currency) {
        this.database = database;
        this.currency = currency;
    }

    /** Records the configured currency as that of the database, unless it already has one. */
    void record() {
        database.run(session ->
                session.update("INSERT INTO currency (code) VALUES ($1) ON CONFLICT DO NOTHING", currency.code()));
    }

    /** Why the database cannot hold prices in the configured currency, and what to do; empty if it can. */
    public Optional<String> problem() {
        return recorded()
                .filter(code -> !code.equals(currency.code()))
                .map(code -> "Its prices are in " + new Currency(code) + ", but ecoin.currency is '" + currency.code()
                        + "'. Set ECOIN_CURRENCY=" + code + ", or name another database for prices in " + currency
                        + " in QUARKUS_DATASOURCE_REACTIVE_URL (or ECOIN_DATABASE_DIRECTORY).");
    }

    /** Empty before schema version 12 and the first start on it. */
    private Optional<String> recorded() {
        return database.transaction(session ->
                session.one(row -> row.getBoolean("is_there"), "SELECT to_regclass('currency') IS NOT NULL AS is_there")
                        ? session.first(row -> row.getString("code"), "SELECT code FROM currency")
                        : Optional.empty());
    }
}
