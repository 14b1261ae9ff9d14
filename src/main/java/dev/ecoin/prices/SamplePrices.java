package dev.ecoin.prices;

import dev.ecoin.configuration.Currency;
import dev.ecoin.prices.PriceRepository.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Real prices bundled with the service, for trying it without CoinGecko. */
@ApplicationScoped
public class SamplePrices {

    private static final Logger LOG = Logger.getLogger(SamplePrices.class);
    private static final String RESOURCE = "/sample/prices-%s.csv";

    private final CoinsConfig config;
    private final Currency currency;
    private final CoinRepository coins;
    private final PriceRepository prices;

    SamplePrices(CoinsConfig config, Currency currency, CoinRepository coins, PriceRepository prices) {
        this.config = config;
        this.currency = currency;
        this.coins = coins;
        this.prices = prices;
    }

    /** Imports the sample's prices of the configured coins if enabled and available in the currency; blocks. */
    public void importIfEnabled() {
        var resource = RESOURCE.formatted(currency.code());
        if (!config.sample().enabled() || SamplePrices.class.getResource(resource) == null) {
            return;
        }
        var rows = rows(resource);
        var columns = rows.get(0);
        // A user may have removed a configured coin.
        var present = coins.present();
        for (var coin : columns.subList(1, columns.size())) {
            if (config.ids().contains(coin) && present.contains(coin)) {
                var column = columns.indexOf(coin);
                var days = rows.stream()
                        .skip(1)
                        .map(row -> new DailyPrice(
                                LocalDate.parse(row.get(0)), new BigDecimal(row.get(column)), null, null))
                        .toList();
                var stored = prices.store(coin, PriceSource.SAMPLE, days)
                        .map(Stored::changed)
                        .orElse(0);
                if (stored > 0) {
                    LOG.infof(
                            "Imported %d sample prices of %s in %s, %s to %s",
                            stored,
                            coin,
                            currency,
                            days.get(0).day(),
                            days.get(days.size() - 1).day());
                }
            }
        }
    }

    /** The header, then one row per day. */
    private static List<List<String>> rows(String resource) {
        var in = Objects.requireNonNull(SamplePrices.class.getResourceAsStream(resource), resource);
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split(",")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
