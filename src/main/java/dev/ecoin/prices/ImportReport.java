package dev.ecoin.prices;

import java.util.List;

/**
 * What became of a file of prices.
 *
 * @param lines lines with data, read to the end of the file or to where it breaks off
 * @param accepted good lines: {@code lines - rejected}
 * @param stored days added or changed. The other good lines were stored already, or CoinGecko's price is there
 * @param coinsAdded ids of the coins that were not here before
 * @param rejected number of lines that cannot be stored
 * @param rejectedLines the first {@value #LINES_SHOWN} of them
 */
public record ImportReport(
        long lines,
        long accepted,
        long stored,
        List<String> coinsAdded,
        long rejected,
        List<RejectedLine> rejectedLines) {

    static final int LINES_SHOWN = 1_000;

    /**
     * A line that cannot be stored.
     *
     * @param number of the line in the file, from 1; the header counts
     * @param reason one sentence without its full stop, naming the value at fault
     */
    public record RejectedLine(long number, String reason) {}
}
