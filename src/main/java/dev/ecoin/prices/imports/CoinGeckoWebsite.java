package dev.ecoin.prices.imports;

import java.util.Optional;

/** The export of CoinGecko's website: {@code snapped_at,price,market_cap,total_volume}. */
final class CoinGeckoWebsite implements PriceFormat {

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        return firstRow.has("snappedat", "price")
                ? Optional.of(Layout.of(
                        "export of CoinGecko's website",
                        firstRow,
                        DayRule.SNAPSHOT,
                        unit,
                        firstRow.column("snappedat"),
                        firstRow.amounts(unit, "price")))
                : Optional.empty();
    }
}
