package dev.ecoin.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {

    @Test
    void isReadInAnyCaseAndWrittenInCapitals() {
        assertEquals("eur", Currency.of(" EUR ").code());
        assertEquals("EUR", Currency.of("eur").toString());
        assertEquals("SATS", Currency.of("sats").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "doge", "usdt", "€", "eur,usd"})
    void whatCoinGeckoHasNoPricesInIsRefusedWithWhatIsValid(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Currency.of(text))
                .getMessage();

        assertTrue(refusal.startsWith("must be one of btc, eth, ") && refusal.endsWith(", bits, sats"), refusal);
    }
}
