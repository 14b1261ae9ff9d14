package dev.ecoin.training;

import java.util.regex.Pattern;

/**
 * One of several equal parts of all coins, so that several processes can share work without communicating. A coin
 * belongs to the part whose index is the first 32 bits of the MD5 of its id modulo the count. That depends neither on
 * other coins nor on where it is computed.
 *
 * @param index from 0, as Kubernetes numbers the completions of an Indexed Job
 */
public record Shard(int index, int count) {

    /** All coins. */
    public static final Shard WHOLE = new Shard(0, 1);

    private static final int MOST = 100_000;
    private static final Pattern NOTATION = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    public Shard {
        if (count < 1 || count > MOST || index < 0 || index >= count) {
            throw new IllegalArgumentException("There is no shard " + index + "/" + count
                    + ": shards count from 0, so of 4 there are 0/4, 1/4, 2/4 and 3/4; there may be up to " + MOST);
        }
    }

    /**
     * Parses {@code index/count}.
     *
     * @throws IllegalArgumentException for any other text, with a message for the user
     */
    public static Shard parse(String text) {
        var numbers = NOTATION.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a shard. Use INDEX/COUNT, such as 0/4 for the first of four.");
        }
        return new Shard(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }
}
