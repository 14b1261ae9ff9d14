package dev.ecoin.forecasting.sarima;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Starting points from a scan of Whittle's likelihood. Differenced prices are nearly white, so the likelihood of an
 * ARMA model with both parts has a local maximum wherever a pair of nearly cancelling autoregressive and moving-average
 * roots fits a bump or dip of the periodogram. The scan tries such pairs, real and complex, ordinary and seasonal, on a
 * grid, and hands the best to the exact search. The frequency domain sum (Whittle 1953) lacks the determinant of the
 * covariance; the scan adds its limit for growing n (the strong Szego theorem, Grenander and Szego 1958), which keeps
 * it off the unit circle.
 */
final class SpectralStarts {

    private static final double[] REAL = {
        -0.99, -0.96, -0.9, -0.8, -0.65, -0.45, -0.2, 0, 0.2, 0.45, 0.65, 0.8, 0.9, 0.96, 0.99
    };
    /** Radii of the autoregressive and the moving-average pair, for bumps and dips from broad to sharp. */
    private static final double[][] RADII = {
        {0.9, 0.7},
        {0.7, 0.9},
        {0.96, 0.85},
        {0.85, 0.96},
        {0.98, 0.94},
        {0.94, 0.98},
        {0.98, 0.997},
        {0.997, 0.98},
        {0.9, 0.96},
        {0.96, 0.9},
        {0.96, 0.995},
        {0.995, 0.96}
    };
    /** Bins for scans of real pairs, over this range of log(tan(w / 2)). */
    private static final int BINS = 96;

    private static final double RANGE = 13;
    private static final double TINY = 1e-6;
    /** Frequencies for scans of complex pairs. */
    private static final int COMPLEX_FREQUENCIES = 640;

    private static final int SEASONAL_KEPT = 3;
    /** Autoregressive coefficients of nearly cancelling pairs, without 0, where there is no pair. */
    private static final double[] NEARLY_CANCELLING = {
        -0.96, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96
    };
    /** Difference of their moving-average coefficient near 0; it shrinks towards the unit circle. */
    private static final double GAP = 0.06;

    private static final int NEARLY_CANCELLING_KEPT = 2;
    private static final int REAL_KEPT = 3;
    private static final int ORDINARY_KEPT = 10;
    private static final int COMPLEX_KEPT = 10;
    private static final int DEPTH = 2;

    private final SarimaOrder order;
    private final int observations;
    private final double[] power;
    private final double[] cosine;
    private final double[] seasonalCosine;

    private final int[] ordinaryBin;
    private final int[] seasonalBin;

    SpectralStarts(double[] series, boolean centred, SarimaOrder order) {
        this.order = order;
        observations = series.length;
        var periodogram = new Periodogram(series, centred);
        power = periodogram.power;
        if (centred) {
            power[0] = 0;
        }
        cosine = new double[power.length];
        seasonalCosine = new double[power.length];
        for (int k = 0; k < cosine.length; k++) {
            double frequency = 2 * Math.PI * k / periodogram.size;
            cosine[k] = Math.cos(frequency);
            seasonalCosine[k] = order.P() + order.Q() > 0 ? Math.cos(order.period() * frequency) : 0;
        }
        ordinaryBin = bins(cosine);
        seasonalBin = order.P() + order.Q() > 0 ? bins(seasonalCosine) : null;
    }

    /** Power and mean cosine of each bin. */
    private record Spectrum(double[] power, double[] cosine) {

        static Spectrum of(double[] power, double[] cosine, int[] bin, int bins) {
            var sum = new double[bins];
            var weighted = new double[bins];
            for (int k = 0; k < power.length; k++) {
                sum[bin[k]] += power[k];
                weighted[bin[k]] += power[k] * cosine[k];
            }
            int used = 0;
            for (int b = 0; b < bins; b++) {
                if (sum[b] > 0) {
                    weighted[used] = weighted[b] / sum[b];
                    sum[used++] = sum[b];
                }
            }
            return new Spectrum(Arrays.copyOf(sum, used), Arrays.copyOf(weighted, used));
        }

        /** Groups of neighbouring frequencies. */
        static Spectrum of(double[] power, double[] cosine, int size) {
            int bins = (power.length + size - 1) / size;
            var bin = new int[power.length];
            for (int k = 0; k < bin.length; k++) {
                bin[k] = k / size;
            }
            return of(power, cosine, bin, bins);
        }
    }

    /** Even bins in log(tan(w / 2)): the closer a real root is to its pole, the faster its response changes with w. */
    private static int[] bins(double[] cosines) {
        var bin = new int[cosines.length];
        for (int k = 0; k < bin.length; k++) {
            double c = cosines[k];
            double position = 0.5 * Math.log((1 - c + TINY) / (1 + c + TINY));
            bin[k] = Math.max(0, Math.min(BINS - 1, (int) (BINS * (0.5 + position / RANGE))));
        }
        return bin;
    }

    /** Factors found so far: polynomials 1 + a_1 B + ..., their score and the remaining power. */
    private record Candidate(double[] ar, double[] ma, double sar, double sma, double score, double determinant) {}

    /** At most {@code count} factor coefficient vectors, the most promising first. */
    List<double[]> best(int count) {
        var found = new ArrayList<Candidate>();
        var plain = new Candidate(new double[] {1}, new double[] {1}, 0, 0, score(power, 0), 0);
        if (order.P() + order.Q() == 0) {
            extend(plain, power, order.p(), order.q(), 0, found);
        } else {
            var ordinary = new ArrayList<Candidate>();
            extend(plain, power, order.p(), order.q(), 0, ordinary);
            ordinary.sort(Comparator.comparingDouble(Candidate::score));
            for (Candidate candidate : ordinary.subList(0, Math.min(ORDINARY_KEPT, ordinary.size()))) {
                found.addAll(seasonal(candidate, filtered(power, candidate.ar, candidate.ma), SEASONAL_KEPT));
            }
            Candidate seasonal = seasonal(plain, power, 1).get(0);
            double[] left = filtered(power, seasonalCosine, -seasonal.sar, seasonal.sma);
            if (order.p() > 0 && order.q() > 0) {
                for (double[] pair : nearlyCancelling(left, seasonal.determinant)) {
                    found.add(with(seasonal, new double[] {1, -pair[0]}, new double[] {1, pair[1]}, pair[2], pair[3]));
                }
            }
            extend(seasonal, left, Math.min(1, order.p()), Math.min(1, order.q()), 0, found);
        }
        found.sort(Comparator.comparingDouble(Candidate::score));
        var starts = new ArrayList<double[]>();
        for (Candidate candidate : found) {
            if (starts.size() == count) {
                break;
            }
            double[] start = coefficients(candidate);
            if (starts.stream().noneMatch(other -> Arrays.equals(other, start))) {
                starts.add(start);
            }
        }
        return starts;
    }

    private List<Candidate> seasonal(Candidate base, double[] left, int count) {
        var kept = new ArrayList<Candidate>();
        for (double[] pair : realPairs(left, seasonalCosine, order.P() > 0, order.Q() > 0, base.determinant, count)) {
            kept.add(new Candidate(base.ar, base.ma, pair[0], pair[1], pair[2], pair[3]));
        }
        return kept;
    }

    /** Adds pairs to a candidate, greedily to a small depth. */
    private void extend(Candidate base, double[] left, int p, int q, int depth, List<Candidate> found) {
        if (p + q == 0) {
            found.add(base);
            return;
        }
        for (double[] pair : realPairs(left, cosine, p > 0, q > 0, base.determinant, depth == 0 ? REAL_KEPT : 1)) {
            var next = with(base, new double[] {1, -pair[0]}, new double[] {1, pair[1]}, pair[2], pair[3]);
            found.add(next);
            if (p + q > 2 && depth < DEPTH) {
                extend(
                        next,
                        filtered(left, cosine, -pair[0], pair[1]),
                        Math.max(0, p - 1),
                        Math.max(0, q - 1),
                        depth + 1,
                        found);
            }
        }
        if (p > 1 && q > 1 && depth < DEPTH) {
            List<double[]> complex = complexPairs(left, base.determinant, depth == 0 ? COMPLEX_KEPT : 2);
            for (int i = 0; i < complex.size(); i++) {
                double[] pair = complex.get(i);
                double[] ar = {1, -2 * pair[1] * pair[0], pair[1] * pair[1]};
                double[] ma = {1, -2 * pair[2] * pair[0], pair[2] * pair[2]};
                var next = with(base, ar, ma, pair[3], pair[4]);
                found.add(next);
                if (i < 3 && p + q > 4) {
                    extend(next, filtered(left, ar, ma), p - 2, q - 2, depth + 1, found);
                }
            }
        }
    }

    private static Candidate with(Candidate base, double[] ar, double[] ma, double score, double determinant) {
        return new Candidate(product(base.ar, ar), product(base.ma, ma), base.sar, base.sma, score, determinant);
    }

    private double[] coefficients(Candidate candidate) {
        var result = new double[order.coefficients()];
        int p = order.p();
        int q = order.q();
        for (int i = 1; i < candidate.ar.length && i <= p; i++) {
            result[i - 1] = -candidate.ar[i];
        }
        for (int i = 1; i < candidate.ma.length && i <= q; i++) {
            result[p + i - 1] = candidate.ma[i];
        }
        if (order.P() > 0) {
            result[p + q] = candidate.sar;
        }
        if (order.Q() > 0) {
            result[p + q + order.P()] = candidate.sma;
        }
        return result;
    }

    /** Local minima over the grid of {@code (1 + ma B)/(1 - ar B)}: ar, ma, score, determinant. */
    private List<double[]> realPairs(
            double[] left, double[] cosines, boolean ar, boolean ma, double determinant, int kept) {
        if (left.length > BINS) {
            var spectrum = Spectrum.of(left, cosines, cosines == seasonalCosine ? seasonalBin : ordinaryBin, BINS);
            return realPairs(spectrum, ar, ma, determinant, kept);
        }
        return realPairs(new Spectrum(left, cosines), ar, ma, determinant, kept);
    }

    private List<double[]> realPairs(Spectrum spectrum, boolean ar, boolean ma, double determinant, int kept) {
        double[] left = spectrum.power;
        double[] cosines = spectrum.cosine;
        int size = REAL.length;
        int zero = size / 2;
        int rows = ar ? size : 1;
        int columns = ma ? size : 1;
        var scores = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            double a = ar ? REAL[i] : REAL[zero];
            for (int j = 0; j < columns; j++) {
                double b = ma ? REAL[j] : REAL[zero];
                scores[i][j] = a == -b && a != 0
                        ? Double.POSITIVE_INFINITY
                        : score(left, cosines, -a, b, determinant + szego(a, b));
            }
        }
        var minima = new ArrayList<double[]>();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (isMinimum(scores, i, j)) {
                    double a = ar ? REAL[i] : 0;
                    double b = ma ? REAL[j] : 0;
                    minima.add(new double[] {a, b, scores[i][j], determinant + szego(a, b)});
                }
            }
        }
        minima.sort(Comparator.comparingDouble(pair -> pair[2]));
        return minima.subList(0, Math.min(kept, minima.size()));
    }

    /** Local minima along the ridge of nearly cancelling real pairs, for which the grid is too coarse. */
    private List<double[]> nearlyCancelling(double[] left, double determinant) {
        var spectrum = left.length > BINS ? Spectrum.of(left, cosine, ordinaryBin, BINS) : new Spectrum(left, cosine);
        var pairs = new double[NEARLY_CANCELLING.length][];
        for (int i = 0; i < NEARLY_CANCELLING.length; i++) {
            double a = NEARLY_CANCELLING[i];
            double gap = GAP * (1 - a * a);
            for (double b : new double[] {-a - gap, -a + gap}) {
                double total = determinant + szego(a, b);
                double score = score(spectrum.power, spectrum.cosine, -a, b, total);
                if (pairs[i] == null || score < pairs[i][2]) {
                    pairs[i] = new double[] {a, b, score, total};
                }
            }
        }
        var minima = new ArrayList<double[]>();
        for (int i = 1; i + 1 < pairs.length; i++) {
            if (pairs[i][2] <= Math.min(pairs[i - 1][2], pairs[i + 1][2])) {
                minima.add(pairs[i]);
            }
        }
        minima.sort(Comparator.comparingDouble(pair -> pair[2]));
        return minima.subList(0, Math.min(NEARLY_CANCELLING_KEPT, minima.size()));
    }

    private static boolean isMinimum(double[][] scores, int i, int j) {
        double own = scores[i][j];
        if (own == Double.POSITIVE_INFINITY) {
            return false;
        }
        for (int k = Math.max(0, i - 1); k <= Math.min(scores.length - 1, i + 1); k++) {
            for (int l = Math.max(0, j - 1); l <= Math.min(scores[k].length - 1, j + 1); l++) {
                if (scores[k][l] < own) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Local minima over frequency of pairs at one frequency: cosine, ar radius, ma radius, score, determinant. */
    private List<double[]> complexPairs(double[] left, double determinant, int kept) {
        var spectrum = Spectrum.of(left, cosine, (left.length + COMPLEX_FREQUENCIES - 1) / COMPLEX_FREQUENCIES);
        int frequencies = Math.max(16, Math.min(128, observations / 8));
        var best = new double[frequencies][];
        for (int f = 0; f < frequencies; f++) {
            double c = Math.cos(Math.PI * (f + 0.5) / frequencies);
            for (double[] radii : RADII) {
                double a = radii[0];
                double b = radii[1];
                double total = determinant + szego(c, a, b);
                double score = score(spectrum, -2 * a * c, a * a, -2 * b * c, b * b, total);
                if (best[f] == null || score < best[f][3]) {
                    best[f] = new double[] {c, a, b, score, total};
                }
            }
        }
        var minima = new ArrayList<double[]>();
        for (int f = 0; f < frequencies; f++) {
            if ((f == 0 || best[f - 1][3] >= best[f][3]) && (f + 1 == frequencies || best[f + 1][3] >= best[f][3])) {
                minima.add(best[f]);
            }
        }
        minima.sort(Comparator.comparingDouble(pair -> pair[3]));
        return minima.subList(0, Math.min(kept, minima.size()));
    }

    private static double szego(double a, double b) {
        return -Math.log(1 - a * a) - Math.log(1 - b * b) + 2 * Math.log(1 + a * b);
    }

    private static double szego(double c, double a, double b) {
        return -interaction(c, a, a) - interaction(c, b, b) + 2 * interaction(c, a, b);
    }

    /** Sum of log(1 - x y) over the conjugate pairs x of radius a and y of radius b at one frequency. */
    private static double interaction(double c, double a, double b) {
        double r = a * b;
        double doubled = 2 * c * c - 1;
        return 2 * Math.log(1 - r) + Math.log(1 - 2 * r * doubled + r * r);
    }

    private double score(double[] left, double determinant) {
        double sum = 0;
        for (double value : left) {
            sum += value;
        }
        return 0.5 * observations * Math.log(sum) + 0.5 * determinant;
    }

    private double score(double[] left, double[] cosines, double a, double b, double determinant) {
        double numerator = 1 + a * a;
        double denominator = 1 + b * b;
        double sum = 0;
        for (int k = 0; k < left.length; k++) {
            sum += left[k] * (numerator + 2 * a * cosines[k]) / (denominator + 2 * b * cosines[k]);
        }
        return 0.5 * observations * Math.log(sum) + 0.5 * determinant;
    }

    private double score(Spectrum spectrum, double a1, double a2, double b1, double b2, double determinant) {
        double n0 = 1 + a1 * a1 + a2 * a2 - 2 * a2;
        double n1 = 2 * a1 * (1 + a2);
        double n2 = 4 * a2;
        double d0 = 1 + b1 * b1 + b2 * b2 - 2 * b2;
        double d1 = 2 * b1 * (1 + b2);
        double d2 = 4 * b2;
        double[] left = spectrum.power;
        double[] cosines = spectrum.cosine;
        double sum = 0;
        for (int k = 0; k < left.length; k++) {
            double c = cosines[k];
            sum += left[k] * (n0 + (n1 + n2 * c) * c) / (d0 + (d1 + d2 * c) * c);
        }
        return 0.5 * observations * Math.log(sum) + 0.5 * determinant;
    }

    private static double[] filtered(double[] left, double[] cosines, double a, double b) {
        var result = new double[left.length];
        for (int k = 0; k < left.length; k++) {
            result[k] = left[k] * (1 + a * a + 2 * a * cosines[k]) / (1 + b * b + 2 * b * cosines[k]);
        }
        return result;
    }

    private double[] filtered(double[] left, double[] ar, double[] ma) {
        var result = new double[left.length];
        for (int k = 0; k < left.length; k++) {
            result[k] = left[k] * gain(ar, cosine[k]) / gain(ma, cosine[k]);
        }
        return result;
    }

    /** Squared modulus of a polynomial on the unit circle at a frequency's cosine, by Clenshaw's recurrence. */
    private static double gain(double[] a, double c) {
        double real = 0;
        double previous = 0;
        for (int i = a.length - 1; i >= 1; i--) {
            double next = a[i] + 2 * c * real - previous;
            previous = real;
            real = next;
        }
        double x = a[0] + c * real - previous;
        return x * x + (1 - c * c) * real * real;
    }

    private static double[] product(double[] a, double[] b) {
        var result = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                result[i + j] += a[i] * b[j];
            }
        }
        return result;
    }
}
