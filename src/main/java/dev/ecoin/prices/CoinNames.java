package dev.ecoin.prices;

import static java.util.stream.Collectors.groupingBy;

import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.coingecko.CoinList;
import dev.ecoin.feeds.coingecko.ListedCoin;
import dev.ecoin.prices.CoinRepository.Checked;
import dev.ecoin.prices.CoinRepository.Named;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Looks up coins in CoinGecko's list that were added without it, or whose prices have ended. Blocks. */
@ApplicationScoped
public class CoinNames {

    private static final Logger LOG = Logger.getLogger(CoinNames.class);

    /** Days without a price after which no further prices of a crawled coin are expected; yesterday's may be late. */
    static final int STALE_DAYS = 3;

    private final CoinRepository coins;
    private final CoinList list;
    private final Clock clock;

    CoinNames(CoinRepository coins, CoinList list, Clock clock) {
        this.coins = coins;
        this.list = list;
        this.clock = clock;
    }

    /** A coin's symbol, from CoinGecko's list if necessary; empty if it is not available. */
    public Optional<String> symbol(String coin) {
        return coins.symbol(coin).or(() -> {
            try {
                return list.find(coin).map(ListedCoin::symbol);
            } catch (FeedException e) {
                LOG.debugf("No symbol of %s: %s", coin, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** Looks up symbols and names of coins that were configured or imported by their ids only. */
    public void learn() {
        look(coins.nameless());
    }

    /** Looks up coins that were added while the list was not available, and those whose prices have ended. */
    public void check() {
        look(coins.unchecked(LocalDate.now(clock).minusDays(STALE_DAYS)));
    }

    /** Makes one call, or none if there is nothing to look up. */
    private void look(List<Named> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        try {
            var listed = list.coins();
            var byName = listed.values().stream()
                    .filter(coin -> coin.name() != null)
                    .collect(groupingBy(coin -> folded(coin.name())));
            coins.check(wanted.stream()
                    .map(coin -> checked(coin, listed.get(coin.id()), byName))
                    .toList());
        } catch (FeedException e) {
            LOG.infof(
                    "%d coins were not looked up in CoinGecko's list; the next crawl or start does so: %s",
                    wanted.size(), e.getMessage());
        }
    }

    private static Checked checked(Named coin, ListedCoin listed, Map<String, List<ListedCoin>> byName) {
        var others = coin.name() == null
                ? List.<ListedCoin>of()
                : byName.getOrDefault(folded(coin.name()), List.of()).stream()
                        .filter(other -> !other.id().equals(coin.id()))
                        .toList();
        // Several candidates are ambiguous.
        var namesake = others.size() == 1 ? others.get(0).id() : null;
        return listed != null
                ? new Checked(listed, CoinListing.LISTED, namesake)
                : new Checked(new ListedCoin(coin.id(), null, null), CoinListing.NOT_LISTED, namesake);
    }

    private static String folded(String name) {
        return Objects.requireNonNull(name).strip().toLowerCase(Locale.ROOT);
    }
}
