package dev.ecoin.prices;

import dev.ecoin.database.JobDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The type {@code price_source}: the sources in ascending precedence. Prices of a later one replace those of an earlier
 * one.
 */
@ApplicationScoped
public class PriceSourceRepository {

    private final JobDatabase database;

    PriceSourceRepository(JobDatabase database) {
        this.database = database;
    }

    /** Adds new feeds to the type, each right below the feed that precedes it in the configuration. Blocks. */
    public void add(List<String> feeds) {
        for (int place = 0; place < feeds.size(); place++) {
            var name = feeds.get(place);
            var above = place == 0 ? null : feeds.get(place - 1);
            if (database.transaction(session -> session.one(
                    row -> row.getBoolean("missing"),
                    "SELECT $1 <> ALL (enum_range(NULL::price_source)::text[]) AS missing",
                    name))) {
                database.transaction(
                        session -> session.list(row -> row, "SELECT add_price_source($1, $2)", name, above));
            }
        }
    }
}
