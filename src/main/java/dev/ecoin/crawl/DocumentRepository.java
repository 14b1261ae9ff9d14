package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.coingecko.DayDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/** The table {@code price_document}. Blocks. */
@ApplicationScoped
class DocumentRepository {

    private final JobDatabase database;
    private final Clock clock;

    DocumentRepository(JobDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Stores a document, unless its coin was removed meanwhile. */
    void store(String coin, DayDocument document) {
        database.run(session -> session.update(
                """
                INSERT INTO price_document (coin, day, document, fetched_at)
                SELECT id, $2, $3::jsonb, $4 FROM coin WHERE id = $1 FOR KEY SHARE
                ON CONFLICT (coin, day) DO UPDATE
                SET document = excluded.document, fetched_at = excluded.fetched_at
                """, coin, document.point().day(), document.json().toString(), clock.instant()));
    }

    /** The stored document of a coin's day as JSON text. */
    Optional<String> json(String coin, LocalDate day) {
        return database.transaction(session -> session.first(
                row -> row.getString("document"),
                "SELECT document FROM price_document WHERE coin = $1 AND day = $2",
                coin,
                day));
    }
}
