package dev.ecoin.prices.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table's first row. Columns are found by keys, which are names in lower case without anything but letters and digits:
 * {@code marketcap} finds market_cap, "Market Cap" and marketCap.
 *
 * @param names as the file has them
 */
record Header(List<String> names, List<String> keys) {

    static final int ABSENT = -1;

    static Header of(List<String> names) {
        return new Header(names, names.stream().map(Header::key).toList());
    }

    private static String key(String name) {
        return Unit.spelled(name).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    boolean has(String... columns) {
        return keys.containsAll(List.of(columns));
    }

    /** Where the first of these columns that is there stands, or {@link #ABSENT}. */
    int column(String... aliases) {
        for (var alias : aliases) {
            var column = keys.indexOf(alias);
            if (column >= 0) {
                return column;
            }
        }
        return ABSENT;
    }

    /**
     * A column of amounts.
     *
     * @param unit as its name has it, such as {@code eur}; empty if it has none
     */
    record Amounts(int column, String unit) {

        static final Amounts ABSENT = new Amounts(Header.ABSENT, "");

        boolean isAbsent() {
            return column == Header.ABSENT;
        }

        boolean isIn(Unit wanted) {
            return unit.isEmpty() || wanted.is(unit);
        }
    }

    /** The first of these columns, preferably in the wanted unit, then without one; of the price of another one is better than none. */
    Amounts amounts(Unit wanted, String... aliases) {
        for (var alias : aliases) {
            var found = new ArrayList<Amounts>();
            for (int i = 0; i < keys.size(); i++) {
                var column = i;
                unit(keys.get(i), alias).ifPresent(unit -> found.add(new Amounts(column, unit)));
            }
            var best = found.stream()
                    .filter(amounts -> !amounts.unit.isEmpty() && wanted.is(amounts.unit))
                    .findFirst()
                    .or(() -> found.stream()
                            .filter(amounts -> amounts.unit.isEmpty())
                            .findFirst())
                    .or(() -> found.stream().findFirst());
            if (best.isPresent()) {
                return best.get();
            }
        }
        return Amounts.ABSENT;
    }

    /** Of {@code priceusd}, {@code priceinusd} and {@code usdprice}: usd. */
    private static Optional<String> unit(String key, String alias) {
        if (key.equals(alias)) {
            return Optional.of("");
        }
        var rest = key.startsWith(alias + "in") && Unit.isKnown(key.substring(alias.length() + 2))
                ? key.substring(alias.length() + 2)
                : key.startsWith(alias)
                        ? key.substring(alias.length())
                        : key.endsWith(alias) ? key.substring(0, key.length() - alias.length()) : "";
        return Optional.of(rest).filter(Unit::isKnown);
    }

    boolean isTwice(int column) {
        return column != ABSENT && keys.indexOf(keys.get(column)) != keys.lastIndexOf(keys.get(column));
    }
}
