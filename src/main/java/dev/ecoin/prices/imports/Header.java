package dev.ecoin.prices.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first row of a table. Columns are found by keys: names in lower case, letters and digits only, so that {@code
 * marketcap} matches market_cap, "Market Cap" and marketCap.
 *
 * @param names as in the file
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

    /** Index of the first alias that is present, or {@link #ABSENT}. */
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
     * @param unit the unit in the column's name, such as {@code eur}; empty if it names none
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

    /**
     * The column of the first alias that is present: preferably in the wanted unit, then without a unit, then in any
     * other.
     */
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

    /** The unit in a key: usd for {@code priceusd}, {@code priceinusd} and {@code usdprice}. */
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
