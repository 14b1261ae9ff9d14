package dev.ecoin.prices.imports;

import java.util.Optional;

/** Investing.com candles, with the close in the column price: {@code Date,Price,Open,High,Low,Vol.,Change %}. */
final class InvestingCom implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        return firstRow.has("date", "price", "open", "high", "low") && !firstRow.has("close")
                ? Optional.of(Layout.of(
                                "Investing.com",
                                firstRow,
                                DayRule.CANDLE,
                                unit,
                                firstRow.column("date"),
                                firstRow.amounts(unit, "price"))
                        .withoutVolume())
                : Optional.empty();
    }
}
