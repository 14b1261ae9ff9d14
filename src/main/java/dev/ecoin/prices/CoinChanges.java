package dev.ecoin.prices;

import static java.util.stream.Collectors.joining;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.coingecko.CoinList;
import dev.ecoin.feeds.coingecko.ListedCoin;
import dev.ecoin.http.ProblemException;
import dev.ecoin.logging.ControlCharacters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Adds, pauses, resumes and removes coins for endpoints and commands, and logs the requester. Blocks. */
@ApplicationScoped
public class CoinChanges {

    private static final Logger LOG = Logger.getLogger(CoinChanges.class);
    private static final int SHOWN = 20;
    private static final int LONGEST_ID = 100;

    private final CoinRepository coins;
    private final ActiveModels models;
    private final CoinList list;
    private final JobDatabase database;
    private final Clock clock;

    CoinChanges(CoinRepository coins, ActiveModels models, CoinList list, JobDatabase database, Clock clock) {
        this.coins = coins;
        this.models = models;
        this.list = list;
        this.database = database;
        this.clock = clock;
    }

    /** The current coins; see {@link CoinRepository#find(String, CoinState, Integer)} for order and arguments. */
    public CoinStatus.All find(String search, CoinState state, Integer limit) {
        return database.transaction(session -> {
            var found = coins.find(session, search, state, limit);
            var active =
                    models.activeModels(session, found.stream().map(Coin::id).toList());
            return CoinStatus.All.of(found, active, LocalDate.now(clock));
        });
    }

    /**
     * Adds a coin or sets its state.
     *
     * @param wanted {@code ACTIVE} or {@code PAUSED}; if empty an existing coin does not change and a new one is active
     * @param by name of the requester
     * @return whether it was added
     * @throws ProblemException with status 422 if CoinGecko does not list the coin and it has no imported prices
     */
    public boolean put(String id, Optional<CoinState> wanted, String by) {
        return put(id, database.transaction(session -> coins.find(session, id)), wanted, by);
    }

    /**
     * Like {@link #put(String, Optional, String)}, given the present coin.
     *
     * @param before the coin before the change, empty if it is new
     */
    boolean put(String id, Optional<Coin> before, Optional<CoinState> wanted, String by) {
        if (before.isEmpty()
                || before.get().state() == CoinState.DELISTED
                        && wanted.filter(CoinState.ACTIVE::equals).isPresent()) {
            var found = lookUp(id);
            if (found.problem() != null && !coins.isImported(id)) {
                throw found.problem();
            }
            var state = wanted.orElse(CoinState.ACTIVE);
            var isAdded = coins.put(found.coin(), found.listing(), state);
            LOG.infof(isAdded ? "%s added %s as %s" : "%s set %s to %s", by, id, state.label());
            return isAdded;
        }
        wanted.ifPresent(state -> coins.set(id, state)
                .filter(former -> former != state)
                .ifPresent(former -> LOG.infof("%s set %s from %s to %s", by, id, former.label(), state.label())));
        return false;
    }

    /**
     * Removes a coin with all its data.
     *
     * @param by name of the requester
     * @throws ProblemException with status 404 if the coin is unknown
     */
    public void remove(String id, String by) {
        if (!coins.remove(id)) {
            throw UnknownCoin.problem(id, coins.present());
        }
        LOG.infof("%s removed %s with its prices and models", by, id);
    }

    /** The entry for an id in CoinGecko's list, or the problem of an id that is not in it. */
    private record LookUp(ListedCoin coin, CoinListing listing, ProblemException problem) {}

    private LookUp lookUp(String id) {
        var unknown = new ListedCoin(id, null, null);
        try {
            return list.findNow(id)
                    .map(found -> new LookUp(found, CoinListing.LISTED, null))
                    .orElseGet(() -> new LookUp(unknown, CoinListing.NOT_LISTED, unlisted(id)));
        } catch (FeedException e) {
            LOG.infof("Added '%s' without checking CoinGecko's list; the next crawl checks it: %s", id, e.getMessage());
            return new LookUp(unknown, CoinListing.NOT_CHECKED, isUsable(id) ? null : unlisted(id, ""));
        }
    }

    private ProblemException unlisted(String id) {
        var called = list.ofSymbol(id);
        if (!called.isEmpty()) {
            return unlisted(id, "; " + id + " is the symbol of " + shown(called));
        }
        var near = list.near(id);
        return unlisted(id, near.isEmpty() ? "" : "; similar ones are " + shown(near));
    }

    private static ProblemException unlisted(String id, String hint) {
        return ProblemException.unprocessable(
                "id",
                id,
                "CoinGecko has no coin with the id '" + id + "'",
                (hint.isEmpty() ? "an id of https://api.coingecko.com/api/v3/coins/list" : "an id of CoinGecko's")
                        + hint);
    }

    private static String shown(List<String> ids) {
        var first = ids.stream().limit(SHOWN).collect(joining(", "));
        return ids.size() <= SHOWN ? first : first + " and " + (ids.size() - SHOWN) + " more";
    }

    /** Whether CoinGecko may have such an id: some contain blanks, signs or emojis. */
    private static boolean isUsable(String id) {
        return !id.isBlank() && id.length() <= LONGEST_ID && !ControlCharacters.areIn(id);
    }
}
