package dev.ecoin.prices.imports;

import dev.ecoin.prices.imports.Header.Amounts;

/**
 * The meaning of a table's columns; {@link Header#ABSENT} for columns that it lacks.
 *
 * @param title name of the format, for users
 * @param header null if the table has none
 * @param coin column of ids
 * @param symbol column of symbols or names of coins
 * @param currency column of the currencies that prices are quoted in
 */
record Layout(
        String title,
        Header header,
        DayRule rule,
        int coin,
        int symbol,
        int currency,
        int time,
        Amounts price,
        Amounts marketCap,
        Amounts volume) {

    private static final String[] COIN = {"coin", "coinid", "coingeckoid", "slug", "id"};
    private static final String[] SYMBOL = {
        "symbol", "ticker", "pair", "currencypair", "tradingpair", "asset", "cryptocurrency", "crypto", "name"
    };
    private static final String[] MARKET_CAP = {
        "marketcap", "mcap", "marketcapitalization", "marketcapitalisation", "capitalization", "cap", "market"
    };
    private static final String[] VOLUME = {
        "totalvolume",
        "quotevolume",
        "quoteassetvolume",
        "volumeto",
        "volume24h",
        "24hvolume",
        "vol24h",
        "24hvol",
        "volumecurrency",
        "volume",
        "vol"
    };

    /** A layout with the columns that have the same names in all formats. */
    static Layout of(String title, Header header, DayRule rule, Unit unit, int time, Amounts price) {
        var currency = header.column("currency", "quote", "quotecurrency", "vscurrency");
        // If the price column states its unit, a currency column names the coin.
        var isOfCoins = currency != Header.ABSENT && !price.unit().isEmpty();
        var symbol = header.column(SYMBOL);
        return new Layout(
                title,
                header,
                rule,
                header.column(COIN),
                symbol == Header.ABSENT && isOfCoins ? currency : symbol,
                isOfCoins ? Header.ABSENT : currency,
                time,
                price,
                amountsIn(unit, header, MARKET_CAP),
                amountsIn(unit, header, VOLUME));
    }

    /** Treats amounts in another unit than the price as absent. */
    private static Amounts amountsIn(Unit unit, Header header, String... aliases) {
        var amounts = header.amounts(unit, aliases);
        return amounts.isIn(unit) ? amounts : Amounts.ABSENT;
    }

    Layout withoutCoins() {
        return new Layout(title, header, rule, Header.ABSENT, Header.ABSENT, currency, time, price, marketCap, volume);
    }

    Layout withoutHeader() {
        return new Layout(title, null, rule, coin, symbol, currency, time, price, marketCap, volume);
    }

    /** For formats with the volume in coins. */
    Layout withoutVolume() {
        return new Layout(title, header, rule, coin, symbol, currency, time, price, marketCap, Amounts.ABSENT);
    }

    boolean uses(int column) {
        return column == coin
                || column == symbol
                || column == currency
                || column == time
                || column == price.column()
                || column == marketCap.column()
                || column == volume.column();
    }
}
