package dev.ecoin.prices.imports;

import java.util.Optional;

/** Candles of CoinMarketCap: {@code timeOpen;timeClose;...;name;...;close;volume;marketCap;timestamp}. */
final class CoinMarketCap implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        // Its name is a number, which stands for the currency.
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
