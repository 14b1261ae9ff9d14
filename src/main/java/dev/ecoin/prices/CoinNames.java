package dev.ecoin.prices;

import dev.ecoin.feeds.coingecko.CoinGeckoException;
import dev.ecoin.feeds.coingecko.CoinList;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Symbols and names for coins that came by the configuration or an import, by their ids alone. */
@ApplicationScoped
public class CoinNames {

    private static final Logger LOG = Logger.getLogger(CoinNames.class);

    private final CoinRepository coins;
    private final CoinList list;

    CoinNames(CoinRepository coins, CoinList list) {
        this.coins = coins;
        this.list = list;
    }

    /** Asks CoinGecko's list for what is missing, with one call or, if nothing is missing, none; blocks. */
    public void learn() {
        var nameless = coins.nameless();
        if (nameless.isEmpty()) {
            return;
        }
        try {
            var listed = list.coins();
            coins.name(
                    nameless.stream().map(listed::get).filter(Objects::nonNull).toList());
        } catch (CoinGeckoException e) {
            LOG.infof("Coins go without symbol and name until the next start: %s", e.getMessage());
        }
    }
}
