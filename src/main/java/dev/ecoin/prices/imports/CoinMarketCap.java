package dev.ecoin.prices.imports;

import java.util.Optional;

/** CoinMarketCap candles: {@code timeOpen;timeClose;...;name;...;close;volume;marketCap;timestamp}. */
final class CoinMarketCap implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        // The column name contains a number, which identifies the currency.
        return firstRow.has("timeopen", "close", "marketcap")
                ? Optional.of(Layout.of(
                                "CoinMarketCap",
                                firstRow,
                                DayRule.CANDLE,
                                unit,
                                firstRow.column("timeopen"),
                                firstRow.amounts(unit, "close"))
                        .withoutCoins())
                : Optional.empty();
    }
}
