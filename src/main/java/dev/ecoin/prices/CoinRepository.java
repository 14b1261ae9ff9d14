package dev.ecoin.prices;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** The table {@code coin}. */
@ApplicationScoped
public class CoinRepository {

    private final Pool pool;

    CoinRepository(Pool pool) {
        this.pool = pool;
    }

    /** Adds the coins that are not there yet. */
    public Uni<Void> add(Collection<String> ids) {
        return pool.preparedQuery("INSERT INTO coin (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING")
                .execute(Tuple.of(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** All coins' ids, ascending. */
    public Uni<List<String>> ids() {
        return pool.query("SELECT id FROM coin ORDER BY id").execute().map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(row -> row.getString("id"))
                .toList());
    }
}
