package dev.ecoin.prices.imports;

import java.util.Optional;

/** A format of price tables. */
interface PriceFormat {

    String[] TIMES = {
        "date",
        "day",
        "datetime",
        "time",
        "timestamp",
        "snappedat",
        "unix",
        "unixtimestamp",
        "epoch",
        "opentime",
        "timeopen",
        "start",
        // Names that R and pandas give to unnamed columns.
        "index",
        "unnamed0",
        "x",
        ""
    };

    String[] CLOSES = {"close", "closeprice", "closingprice", "priceclose", "closelast", "last"};

    /**
     * The layout of a table, if it is in this format.
     *
     * @param firstRow names of its columns or, for formats without a header, its first values
     * @param unit currency of the stored prices
     */
    Optional<Layout> layout(Header firstRow, Unit unit);
}
