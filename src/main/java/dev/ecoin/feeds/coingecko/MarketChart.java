package dev.ecoin.feeds.coingecko;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ecoin.feeds.DailyPoint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of {@code market_chart/range}: three arrays of [milliseconds since the epoch, value]. They may differ in
 * length, contain nulls, and be hourly although daily was expected.
 */
@RegisterForReflection
record MarketChart(
        List<List<BigDecimal>> prices,
        @JsonProperty("market_caps") List<List<BigDecimal>> marketCaps,
        @JsonProperty("total_volumes") List<List<BigDecimal>> totalVolumes) {

    private static final Duration LATEST = Duration.ofHours(1);

    /**
     * The days' snapshots: each day's first price within an hour of its 00:00 UTC, with the market cap and volume of
     * the same instant. Days without one, and days outside the range, are left out.
     */
    List<DailyPoint> daily(LocalDate from, LocalDate to) {
        if (prices == null) {
            throw new IllegalArgumentException("has no array 'prices'");
        }
        var instants = new TreeMap<LocalDate, Instant>();
        var priceAt = byInstant(prices);
        for (var instant : priceAt.keySet()) {
            var time = instant.atOffset(ZoneOffset.UTC);
            var day = time.toLocalDate();
            var isSnapshot =
                    Duration.between(day.atStartOfDay(ZoneOffset.UTC), time).compareTo(LATEST) < 0;
            if (isSnapshot && !day.isBefore(from) && !day.isAfter(to)) {
                instants.putIfAbsent(day, instant);
            }
        }
        var caps = byInstant(marketCaps);
        var volumes = byInstant(totalVolumes);
        var points = new ArrayList<DailyPoint>(instants.size());
        instants.forEach((day, at) -> points.add(new DailyPoint(day, priceAt.get(at), caps.get(at), volumes.get(at))));
        return points;
    }

    /** The array as an ascending map, without points that lack a time or a value. */
    private static Map<Instant, BigDecimal> byInstant(List<List<BigDecimal>> array) {
        if (array == null) {
            return new HashMap<>();
        }
        var map = new TreeMap<Instant, BigDecimal>();
        for (var point : array) {
            if (point != null && point.size() == 2 && point.get(0) != null && point.get(1) != null) {
                map.put(Instant.ofEpochMilli(point.get(0).longValueExact()), point.get(1));
            }
        }
        return map;
    }
}
