package dev.ecoin.forecasting.sarima;

import java.util.regex.Pattern;

/**
 * Order of a SARIMA(p,d,q)(P,D,Q)m model (Box, Jenkins, Reinsel and Ljung 2015, ch. 9).
 *
 * @param p autoregressive lags
 * @param d ordinary differences
 * @param q moving-average lags
 * @param P seasonal autoregressive lags
 * @param D seasonal differences
 * @param Q seasonal moving-average lags
 * @param period steps in a season; normalised to 1 if P = D = Q = 0, so that equal models have equal orders
 */
public record SarimaOrder(int p, int d, int q, int P, int D, int Q, int period) {

    /** Longest season supported, a leap year of days. */
    public static final int MAX_PERIOD = 366;

    private static final int MAX_LAGS = 24;
    private static final Pattern TEXT =
            Pattern.compile("\\((\\d{1,2}),(\\d),(\\d{1,2})\\)(?:\\((\\d{1,2}),(\\d),(\\d{1,2})\\)(\\d{1,3}))?");

    /**
     * @throws IllegalArgumentException if a part is out of range or a seasonal part is given without a season
     */
    public SarimaOrder {
        check("p", p, MAX_LAGS);
        check("d", d, 2);
        check("q", q, MAX_LAGS);
        check("P", P, MAX_LAGS);
        check("D", D, 2);
        check("Q", Q, MAX_LAGS);
        if (period < 1 || period > MAX_PERIOD) {
            throw new IllegalArgumentException("period must be between 1 and " + MAX_PERIOD + ", not " + period);
        }
        if (period == 1 && P + D + Q > 0) {
            throw new IllegalArgumentException(
                    "a seasonal part (" + P + "," + D + "," + Q + ") needs a period of at least 2");
        }
        if (P + D + Q == 0) {
            period = 1;
        }
    }

    /** A nonseasonal order. */
    public static SarimaOrder of(int p, int d, int q) {
        return new SarimaOrder(p, d, q, 0, 0, 0, 1);
    }

    /**
     * Parses exactly the format of {@link #toString()}.
     *
     * @throws IllegalArgumentException if the text has another format or a part is out of range
     */
    public static SarimaOrder parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not an order: \"" + text + "\"; expected \"(p,d,q)\" or \"(p,d,q)(P,D,Q)m\"");
        }
        boolean seasonal = matcher.group(4) != null;
        var order = new SarimaOrder(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                seasonal ? Integer.parseInt(matcher.group(4)) : 0,
                seasonal ? Integer.parseInt(matcher.group(5)) : 0,
                seasonal ? Integer.parseInt(matcher.group(6)) : 0,
                seasonal ? Integer.parseInt(matcher.group(7)) : 1);
        if (!order.toString().equals(text)) {
            throw new IllegalArgumentException("not an order: \"" + text + "\"; write it as \"" + order + "\"");
        }
        return order;
    }

    /** Whether any seasonal part is not zero. */
    public boolean seasonal() {
        return P + D + Q > 0;
    }

    /** Number of observations lost to differencing, d + D m. */
    public int differenced() {
        return d + D * period;
    }

    /** Number of ARMA coefficients, p + q + P + Q. */
    public int coefficients() {
        return p + q + P + Q;
    }

    /** Degree of the expanded autoregressive polynomial, p + P m. */
    int arDegree() {
        return p + P * period;
    }

    /** Degree of the expanded moving-average polynomial, q + Q m. */
    int maDegree() {
        return q + Q * period;
    }

    /** {@code "(p,d,q)(P,D,Q)m"}, or {@code "(p,d,q)"} if not seasonal. */
    @Override
    public String toString() {
        String ordinary = "(" + p + "," + d + "," + q + ")";
        return seasonal() ? ordinary + "(" + P + "," + D + "," + Q + ")" + period : ordinary;
    }

    private static void check(String name, int value, int largest) {
        if (value < 0 || value > largest) {
            throw new IllegalArgumentException(name + " must be between 0 and " + largest + ", not " + value);
        }
    }
}
