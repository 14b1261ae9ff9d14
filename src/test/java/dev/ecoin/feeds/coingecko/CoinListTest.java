package dev.ecoin.feeds.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoinListTest {

    private final CoinList list = new CoinList(null, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)) {
        @Override
        List<ListedCoin> ask() {
            return List.of(
                    new ListedCoin("bitcoin", "btc", "Bitcoin"),
                    new ListedCoin("bitcoin", "btc", "Bitcoin again"),
                    new ListedCoin("bitcoin-cash", "bch", "Bitcoin Cash"),
                    new ListedCoin("osmosis-allbtc", "btc", "Osmosis allBTC"),
                    new ListedCoin("dogecoin", "doge", "Dogecoin"),
                    new ListedCoin("matic-network", "matic", "Polygon"),
                    new ListedCoin("nameless", null, null));
        }
    };

    @Test
    void aCoinIsFoundByItsIdAndAnIdThatIsListedTwiceOnce() {
        assertEquals(Optional.of(new ListedCoin("bitcoin", "btc", "Bitcoin")), list.find("bitcoin"));
        assertEquals(Optional.empty(), list.find("Bitcoin"));
        assertEquals(6, list.coins().size());
    }

    @ParameterizedTest
    @CsvSource({
        "btc, bitcoin osmosis-allbtc",
        "BTC, bitcoin osmosis-allbtc",
        "bitcon, bitcoin",
        "Bitcoin, bitcoin",
        "'bitcoin cash', bitcoin-cash",
        "dogcoin, dogecoin",
        "polygon, matic-network",
        "xyz, ''",
        "'', ''",
        "wholly-different, ''"
    })
    void nearAreTheCoinsOfThatSymbolOrNameOrWithAFewCharactersChanged(String text, String ids) {
        assertEquals(ids, String.join(" ", list.near(text)));
    }
}
