package dev.ecoin.prices.imports;

import java.util.Optional;

/** Yahoo Finance candles: {@code Date,Open,High,Low,Close,Adj Close,Volume}. */
final class YahooFinance implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        return firstRow.has("date", "open", "high", "low", "close", "adjclose", "volume")
                ? Optional.of(Layout.of(
                        "Yahoo Finance",
                        firstRow,
                        DayRule.CANDLE,
                        unit,
                        firstRow.column("date"),
                        firstRow.amounts(unit, "close")))
                : Optional.empty();
    }
}
