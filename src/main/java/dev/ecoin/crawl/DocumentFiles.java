package dev.ecoin.crawl;

import dev.ecoin.feeds.Caller;
import dev.ecoin.feeds.FeedException.NotServed;
import dev.ecoin.feeds.coingecko.CoinGecko;
import dev.ecoin.feeds.coingecko.DayDocument;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Optional;

/** CoinGecko's whole documents as JSON files, one per coin and day, named COIN-DATE.json. */
@Unremovable
@ApplicationScoped
public class DocumentFiles {

    /** Result for a day. */
    public enum Outcome {
        WRITTEN,
        /** The file already existed. */
        PRESENT,
        /** CoinGecko does not have or does not show the day. */
        UNAVAILABLE
    }

    private static final Caller IN_NO_HURRY = new Caller() {
        @Override
        public void calling() {}

        @Override
        public boolean hasGone() {
            return Thread.currentThread().isInterrupted();
        }
    };

    private final CoinGecko coinGecko;
    private final DocumentRepository documents;

    DocumentFiles(CoinGecko coinGecko, DocumentRepository documents) {
        this.coinGecko = coinGecko;
        this.documents = documents;
    }

    /**
     * Writes a day's file unless it exists, from the stored document if there is one; blocks. Files are written
     * atomically.
     *
     * @param ask whether to fetch documents that are not stored from CoinGecko
     * @throws dev.ecoin.feeds.FeedException if CoinGecko cannot be asked, or does not know the coin
     * @throws IOException if the file cannot be written
     */
    public Outcome write(Path directory, String coin, LocalDate day, boolean ask) throws IOException {
        var file = directory.resolve(URLEncoder.encode(coin, StandardCharsets.UTF_8) + "-" + day + ".json");
        if (Files.exists(file)) {
            return Outcome.PRESENT;
        }
        var json = documents.json(coin, day).or(() -> ask ? asked(coin, day) : Optional.empty());
        if (json.isEmpty()) {
            return Outcome.UNAVAILABLE;
        }
        Files.createDirectories(directory);
        var whole = Files.createTempFile(directory, null, ".part");
        Files.writeString(whole, json.get() + System.lineSeparator());
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return Outcome.WRITTEN;
    }

    private Optional<String> asked(String coin, LocalDate day) {
        if (day.isBefore(coinGecko.firstDay())) {
            return Optional.empty();
        }
        try {
            return coinGecko
                    .document(coin, day, IN_NO_HURRY)
                    .map(DayDocument::json)
                    .map(Object::toString);
        } catch (NotServed e) {
            if (e.reason() == NotServed.Reason.UNKNOWN_COIN) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
