package dev.ecoin.prices.imports;

import java.util.Optional;

/**
 * CryptoDataDownload candles, below a line with an address: {@code unix,date,symbol,...,close,Volume BTC,Volume USD}.
 */
final class CryptoDataDownload implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        return firstRow.has("symbol", "date", "open", "close")
                        && firstRow.keys().stream().anyMatch(key -> key.matches("volume.+"))
                ? Optional.of(Layout.of(
                        "CryptoDataDownload",
                        firstRow,
                        DayRule.CANDLE,
                        unit,
                        firstRow.column("unix", "unixtimestamp", "date"),
                        firstRow.amounts(unit, "close")))
                : Optional.empty();
    }
}
