package dev.ecoin.prices.imports;

import java.util.Optional;

/** Any table with a time and a price, such as {@code coin,date,price}. */
final class Points implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        var time = firstRow.column(TIMES);
        var price = firstRow.amounts(unit, "price", "rate", "value");
        return time == Header.ABSENT || price.isAbsent()
                ? Optional.empty()
                : Optional.of(Layout.of("daily prices", firstRow, DayRule.SNAPSHOT, unit, time, price));
    }
}
