package dev.ecoin.prices.imports;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All formats, the most specific ones first. */
final class PriceFormats {

    private static final List<PriceFormat> ALL = List.of(
            new ServiceExport(),
            new CoinGeckoWebsite(),
            new CryptoDataDownload(),
            new CoinMarketCap(),
            new BinanceKlines(),
            new YahooFinance(),
            new InvestingCom(),
            new Candles(),
            new Points());

    private PriceFormats() {}

    static Optional<Layout> layout(Header firstRow, Unit unit) {
        return ALL.stream()
                .map(format -> format.layout(firstRow, unit).orElse(null))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
