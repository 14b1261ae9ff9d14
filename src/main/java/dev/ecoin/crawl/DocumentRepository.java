package dev.ecoin.crawl;

import dev.ecoin.coingecko.DayDocument;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The table {@code price_document}. */
@ApplicationScoped
class DocumentRepository {

    private final Pool pool;
    private final Clock clock;

    DocumentRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<Void> store(String coin, DayDocument document) {
        return pool.preparedQuery("""
                        INSERT INTO price_document (coin, day, document, fetched_at)
                        VALUES ($1, $2, $3::text::jsonb, $4)
                        ON CONFLICT (coin, day) DO UPDATE
                        SET document = excluded.document, fetched_at = excluded.fetched_at
                        """)
                .execute(Tuple.of(
                        coin,
                        document.point().day(),
                        document.json().toString(),
                        clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** The stored document of a coin's day as JSON text. */
    Uni<Optional<String>> json(String coin, LocalDate day) {
        return pool.preparedQuery("SELECT document::text AS json FROM price_document WHERE coin = $1 AND day = $2")
                .execute(Tuple.of(coin, day))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("json"))
                        .findFirst());
    }
}
