package dev.ecoin.prices.imports;

import java.util.Optional;
import java.util.stream.Stream;

/** Exports of this service: prices, and features, where {@code price_0} is the price of the day. */
final class ServiceExport implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        if (firstRow.has("coin", "date", "price", "marketcap", "volume", "source")) {
            return Optional.of(layout("prices exported by ecoin-forecaster", "date", "price", firstRow, unit));
        }
        // Exports of features before November 2026 call it day.
        return Stream.of("date", "day")
                .filter(date -> firstRow.has("coin", date, "price0", "target"))
                .findFirst()
                .map(date -> layout("features exported by ecoin-forecaster", date, "price0", firstRow, unit));
    }

    private static Layout layout(String title, String time, String price, Header firstRow, Unit unit) {
        return Layout.of(title, firstRow, DayRule.SNAPSHOT, unit, firstRow.column(time), firstRow.amounts(unit, price));
    }
}
