package dev.ecoin.prices;

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

/** The real prices that the service brings along, for a first look without CoinGecko. */
@ApplicationScoped
public class SamplePrices {

    private static final Logger LOG = Logger.getLogger(SamplePrices.class);
    private static final String RESOURCE = "/sample/prices.csv";

    private final CoinsConfig config;
    private final PriceRepository prices;

    SamplePrices(CoinsConfig config, PriceRepository prices) {
        this.config = config;
        this.prices = prices;
    }

    /** Imports the sample's prices of the configured coins, if the sample is enabled; blocks. */
    public void importIfEnabled() {
        if (!config.sample().enabled()) {
            return;
        }
        var rows = rows();
        var coins = rows.get(0).subList(1, rows.get(0).size());
        for (var coin : coins) {
            if (config.ids().contains(coin)) {
                var column = coins.indexOf(coin) + 1;
                var days = rows.stream()
                        .skip(1)
                        .map(row -> new DailyPrice(
                                LocalDate.parse(row.get(0)), new BigDecimal(row.get(column)), null, null))
                        .toList();
                var stored =
                        prices.store(coin, PriceSource.SAMPLE, days).await().indefinitely();
                if (stored > 0) {
                    LOG.infof(
                            "Imported %d sample prices of %s, %s to %s",
                            stored,
                            coin,
                            days.get(0).day(),
                            days.get(days.size() - 1).day());
                }
            }
        }
    }

    /** The header, then a row a day. */
    private static List<List<String>> rows() {
        var resource = Objects.requireNonNull(SamplePrices.class.getResourceAsStream(RESOURCE), RESOURCE);
        try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.asList(line.split(",")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
