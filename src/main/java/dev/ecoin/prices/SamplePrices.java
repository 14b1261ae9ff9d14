package dev.ecoin.prices;

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

/** The real prices that the service brings along, for a first look without CoinGecko. */
@ApplicationScoped
public class SamplePrices {

    private static final Logger LOG = Logger.getLogger(SamplePrices.class);
    private static final String RESOURCE = "/sample/prices.csv";

    private final CoinsConfig config;
    private final CoinRepository coins;
    private final PriceRepository prices;

    SamplePrices(CoinsConfig config, CoinRepository coins, PriceRepository prices) {
        this.config = config;
        this.coins = coins;
        this.prices = prices;
    }

    /** Imports the sample's prices of the configured coins, if the sample is enabled; blocks. */
    public void importIfEnabled() {
        if (!config.sample().enabled()) {
            return;
        }
        var rows = rows();
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
