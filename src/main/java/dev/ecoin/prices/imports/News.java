package dev.ecoin.prices.imports;

import dev.ecoin.prices.DailyPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the imported prices that change stored data. A file that was exported from here and edited with R, pandas or a
 * spreadsheet may have fewer digits than the database, or no market caps; such differences are ignored.
 */
final class News {

    /** Relative rounding error of doubles, and so of numbers from R and spreadsheets. */
    private static final BigDecimal SAME = new BigDecimal("5e-15");

    /** Minimum number of digits of a figure that may be a rounded stored one; spreadsheets show at least as many. */
    private static final int FEWEST_DIGITS = 6;

    /** Half a unit in the last place, plus a margin for values rounded from a double. */
    private static final BigDecimal HALF = new BigDecimal("0.501");

    private News() {}

    /** The offered prices that change something, with stored figures where those are more exact. */
    static Map<String, List<DailyPrice>> of(
            Map<String, List<DailyPrice>> offered, Map<String, Map<LocalDate, DailyPrice>> stored) {
        var news = new TreeMap<String, List<DailyPrice>>();
        offered.forEach((coin, prices) -> {
            var known = stored.getOrDefault(coin, Map.of());
            for (var price : prices) {
                var former = known.get(price.day());
                var merged = former == null ? price : merged(price, former);
                if (!merged.equals(former)) {
                    news.computeIfAbsent(coin, id -> new ArrayList<>()).add(merged);
                }
            }
        });
        return news;
    }

    private static DailyPrice merged(DailyPrice offered, DailyPrice stored) {
        return new DailyPrice(
                offered.day(),
                better(offered.price(), stored.price()),
                better(offered.marketCap(), stored.marketCap()),
                better(offered.volume(), stored.volume()));
    }

    private static BigDecimal better(BigDecimal offered, BigDecimal stored) {
        return offered == null || stored != null && isStored(offered, stored) ? stored : offered;
    }

    private static boolean isStored(BigDecimal offered, BigDecimal stored) {
        var difference = offered.subtract(stored).abs();
        return difference.compareTo(stored.abs().multiply(SAME)) <= 0
                || offered.precision() >= FEWEST_DIGITS
                        && difference.compareTo(HALF.scaleByPowerOfTen(-offered.scale())) <= 0;
    }
}
