package dev.ecoin.prices;

import dev.ecoin.database.JobDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The type {@code price_source}: the sources of prices in ascending precedence, in which a later one's price replaces an
 * earlier one's.
 */
@ApplicationScoped
public class PriceSourceRepository {

    private final JobDatabase database;

    PriceSourceRepository(JobDatabase database) {
        this.database = database;
    }

    /** Gives each feed that has none yet its place: right below the feed that is asked before it. Blocks. */
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
