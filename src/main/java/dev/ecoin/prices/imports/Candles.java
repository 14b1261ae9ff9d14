package dev.ecoin.prices.imports;

import java.util.Optional;

/** Any table with a time and a close, such as {@code Date,Close}. */
final class Candles implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        var time = firstRow.column(TIMES);
        var close = firstRow.amounts(unit, CLOSES);
        return time == Header.ABSENT || close.isAbsent()
                ? Optional.empty()
                : Optional.of(Layout.of("daily closes", firstRow, DayRule.CANDLE, unit, time, close));
    }
}
