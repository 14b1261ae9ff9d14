package dev.ecoin.forecasting;

/** The incomplete gamma function, for tail probabilities of chi-squared statistics and of the normal distribution. */
public final class GammaFunction {

    private static final int TERMS = 10_000;

    /** Stirling series coefficients B_2k / (2k (2k - 1)) (Abramowitz and Stegun 1964, 6.1.40). */
    private static final double[] STIRLING = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360
    };

    private GammaFunction() {}

    /**
     * Upper regularised incomplete gamma function Q(a, x): power series for x below a + 1, continued fraction above
     * (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
     *
     * @param a positive
     * @param x not negative
     */
    public static double upperRegularised(double a, double x) {
        if (!(x >= 0) || Double.isInfinite(x)) {
            return Double.isNaN(x) || x < 0 ? Double.NaN : 0;
        }
        if (x == 0) {
            return 1;
        }
        double front = Math.exp(a * Math.log(x) - x - logGamma(a));
        if (x < a + 1) {
            double term = 1 / a;
            double sum = term;
            for (int k = 1; k < TERMS && term > 1e-17 * sum; k++) {
                term *= x / (a + k);
                sum += term;
            }
            return Math.max(0, 1 - front * sum);
        }
        double tiny = 1e-300;
        double b = x + 1 - a;
        double c = 1 / tiny;
        double d = 1 / b;
        double h = d;
        for (int k = 1; k < TERMS; k++) {
            double numerator = -k * (k - a);
            b += 2;
            d = numerator * d + b;
            d = 1 / (Math.abs(d) < tiny ? tiny : d);
            c = b + numerator / c;
            c = Math.abs(c) < tiny ? tiny : c;
            double factor = c * d;
            h *= factor;
            if (Math.abs(factor - 1) < 1e-16) {
                break;
            }
        }
        return Math.min(1, front * h);
    }

    static double logGamma(double a) {
        double shift = 0;
        double z = a;
        while (z < 12) {
            shift += Math.log(z);
            z++;
        }
        double series = 0;
        double power = 1 / z;
        for (double coefficient : STIRLING) {
            series += coefficient * power;
            power /= z * z;
        }
        return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
}
