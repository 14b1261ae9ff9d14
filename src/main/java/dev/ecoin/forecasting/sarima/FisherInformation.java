package dev.ecoin.forecasting.sarima;

/**
 * Expected information of one observation about the coefficients of a SARMA process: the covariances of the
 * innovation's derivatives, {@code -B^i phi(B)^-1 e} and so on, from their impulse responses, truncated where
 * negligible.
 */
final class FisherInformation {

    private static final int LONGEST = 400;

    private FisherInformation() {}

    static void of(SarimaOrder order, double[] coefficients, double[][] information) {
        int[] counts = {order.p(), order.q(), order.P(), order.Q()};
        var responses = new double[coefficients.length][];
        int from = 0;
        for (int f = 0; f < 4; f++) {
            int stride = f < 2 ? 1 : order.period();
            int n = counts[f];
            if (n == 0) {
                continue;
            }
            double sign = f % 2 == 0 ? 1 : -1;
            var base = new double[LONGEST];
            base[0] = -1;
            for (int t = stride; t < LONGEST; t += stride) {
                double sum = 0;
                for (int j = 1; j <= n && j * stride <= t; j++) {
                    sum += sign * coefficients[from + j - 1] * base[t - j * stride];
                }
                base[t] = sum;
            }
            for (int i = 1; i <= n; i++) {
                responses[from + i - 1] = new double[LONGEST];
                int shift = i * stride;
                if (shift < LONGEST) {
                    System.arraycopy(base, 0, responses[from + i - 1], shift, LONGEST - shift);
                }
            }
            from += n;
        }
        for (int i = 0; i < responses.length; i++) {
            for (int j = 0; j <= i; j++) {
                information[i][j] = LaggedProducts.product(responses[i], responses[j], 0, 0, LONGEST);
                information[j][i] = information[i][j];
            }
        }
    }
}
