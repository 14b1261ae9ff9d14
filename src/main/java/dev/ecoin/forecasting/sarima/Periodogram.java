package dev.ecoin.forecasting.sarima;

/** Periodogram of a series, padded with zeros to a power of two, at the frequencies 2 pi k / size, k = 0..size/2. */
final class Periodogram {

    /** Power per frequency; the two ends are halved because they have no mirror image. */
    final double[] power;

    /** Number of frequencies around the whole circle. */
    final int size;

    Periodogram(double[] series, boolean centred) {
        int n = series.length;
        int length = 4;
        while (length < n) {
            length *= 2;
        }
        size = length;
        double mean = 0;
        if (centred) {
            for (double value : series) {
                mean += value / n;
            }
        }
        var real = new double[size];
        var imaginary = new double[size];
        for (int t = 0; t < n; t++) {
            real[t] = series[t] - mean;
        }
        transform(real, imaginary);
        power = new double[size / 2 + 1];
        for (int k = 0; k < power.length; k++) {
            power[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
        }
        power[0] *= 0.5;
        power[size / 2] *= 0.5;
    }

    /** Fast Fourier transform in place (Cooley and Tukey 1965). */
    private static void transform(double[] real, double[] imaginary) {
        int n = real.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double swap = real[i];
                real[i] = real[j];
                real[j] = swap;
                swap = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = swap;
            }
        }
        var cosine = new double[n / 2];
        var sine = new double[n / 2];
        for (int k = 0; k < n / 2; k++) {
            cosine[k] = Math.cos(2 * Math.PI * k / n);
            sine[k] = -Math.sin(2 * Math.PI * k / n);
        }
        for (int half = 1; half < n; half *= 2) {
            int stride = n / (2 * half);
            for (int start = 0; start < n; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double c = cosine[k * stride];
                    double s = sine[k * stride];
                    int low = start + k;
                    int high = low + half;
                    double x = real[high] * c - imaginary[high] * s;
                    double y = real[high] * s + imaginary[high] * c;
                    real[high] = real[low] - x;
                    imaginary[high] = imaginary[low] - y;
                    real[low] += x;
                    imaginary[low] += y;
                }
            }
        }
    }
}
