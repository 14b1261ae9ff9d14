package dev.ecoin.prices.imports;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Binance candles from its archive or API, with or without a header: open time, open, high, low, close, volume, close
 * time, quote volume, trades, and three more columns. Times are in milliseconds, since 2025 in microseconds.
 */
final class BinanceKlines implements PriceFormat {

    private static final String TITLE = "Binance klines";
    private static final String EPOCH = "\\d{13}|\\d{16}";
    private static final String NUMBER = "\\d+(\\.\\d+)?";
    private static final List<String> COLUMNS = List.of(
            "open_time",
            "open",
            "high",
            "low",
            "close",
            "volume",
            "close_time",
            "quote_volume",
            "count",
            "taker_buy_volume",
            "taker_buy_quote_volume",
            "ignore");

    @Override
    public Optional<Layout> layout(Header firstRow, Unit unit) {
        if (areValues(firstRow.names())) {
            var named = Header.of(COLUMNS.subList(0, firstRow.names().size()));
            return Optional.of(klines(named, unit).withoutHeader());
        }
        return firstRow.has("opentime", "close", "closetime") ? Optional.of(klines(firstRow, unit)) : Optional.empty();
    }

    private static Layout klines(Header header, Unit unit) {
        var layout = Layout.of(
                TITLE, header, DayRule.CANDLE, unit, header.column("opentime"), header.amounts(unit, "close"));
        return layout.volume().column() == header.column("volume") ? layout.withoutVolume() : layout;
    }

    private static boolean areValues(List<String> cells) {
        return cells.size() > 7
                && cells.size() <= COLUMNS.size()
                && cells.get(0).matches(EPOCH)
                && cells.get(6).matches(EPOCH)
                && IntStream.of(1, 2, 3, 4, 5, 7).allMatch(i -> cells.get(i).matches(NUMBER));
    }
}
