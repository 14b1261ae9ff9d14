package dev.ecoin.prices.imports;

import java.util.Optional;

/** A kind of table that people have prices in. */
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
        // Names that R and pandas give to what has no name.
        "index",
        "unnamed0",
        "x",
        ""
    };

    String[] CLOSES = {"close", "closeprice", "closingprice", "priceclose", "closelast", "last"};

    /**
     * Where a table has what, if it is of this kind.
     *
     * @param firstRow the names of its columns or, where files of this kind have none, its first values
     * @param unit what prices are in here
     */
    Optional<Layout> layout(Header firstRow, Unit unit);
}
