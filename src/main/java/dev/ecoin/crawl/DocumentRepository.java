package dev.ecoin.crawl;

import dev.ecoin.coingecko.DayDocument;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;

/** The table {@code price_document}. */
@ApplicationScoped
class DocumentRepository {

    // What JSON can say and jsonb cannot; preceded by an even number of backslashes it is the character, not text.
    private static final String NUL = "(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000";

    private final Pool pool;
    private final Clock clock;

    DocumentRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<Void> store(String coin, DayDocument document) {
        var json = document.json().toString().replaceAll(NUL, "$1");
        return pool.preparedQuery("""
                        INSERT INTO price_document (coin, day, document, fetched_at)
                        VALUES ($1, $2, $3::text::jsonb, $4)
                        ON CONFLICT (coin, day) DO UPDATE
                        SET document = excluded.document, fetched_at = excluded.fetched_at
                        """)
                .execute(Tuple.of(
                        coin, document.point().day(), json, clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
