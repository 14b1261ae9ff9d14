package dev.ecoin.http.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The clients that the operator has signed in from. They are stored, so that they survive a restart and all replicas
 * share them, as digests with a key derived from the password's hash, so that a new password makes all clients unknown.
 */
@Singleton
final class KnownClients {

    private static final Logger LOG = Logger.getLogger(KnownClients.class);

    /** Minimum interval between reads of the table, for any number of unknown clients. */
    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    /** A database that does not answer may delay an attempt but not prevent it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final KnownClientRepository repository;
    private final OperatorAccount account;
    private final Cache<String, Boolean> ofThisProcess;
    private final AsyncCache<String, Set<String>> stored;
    private volatile Set<String> lastRead = Set.of();

    KnownClients(KnownClientRepository repository, OperatorAccount account, Clock clock) {
        this.repository = repository;
        this.account = account;
        this.ofThisProcess = cache(KnownClientRepository.MEMORY, clock).build();
        this.stored = cache(BETWEEN_READS, clock).buildAsync();
    }

    private static Caffeine<Object, Object> cache(Duration memory, Clock clock) {
        return Caffeine.newBuilder()
                .maximumSize(KnownClientRepository.MOST_CLIENTS)
                .expireAfterWrite(memory)
                .ticker(new ClockMeter(clock)::currentTimeNanos)
                .executor(Runnable::run);
    }

    Uni<Boolean> contains(String client) {
        var digest = account.digest(client);
        if (ofThisProcess.getIfPresent(digest) != null || lastRead.contains(digest)) {
            return Uni.createFrom().item(true);
        }
        return Uni.createFrom()
                .completionStage(() -> stored.get("all", (key, executor) -> read().subscribeAsCompletionStage()))
                .map(clients -> clients.contains(digest));
    }

    private Uni<Set<String>> read() {
        return repository
                .all()
                .ifNoItem()
                .after(LONGEST_WAIT)
                .fail()
                .onFailure()
                .recoverWithItem(() -> lastRead)
                .invoke(clients -> lastRead = clients);
    }

    /** Adds a client; it is known to this process even if it cannot be stored. */
    Uni<Void> add(String client) {
        var digest = account.digest(client);
        ofThisProcess.put(digest, true);
        return repository
                .store(digest)
                .ifNoItem()
                .after(LONGEST_WAIT)
                .fail()
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "The address that the operator signed in from could not be stored: %s."
                                + " After a restart it shares the guesses of unknown addresses.",
                        e))
                .onFailure()
                .recoverWithNull();
    }
}
