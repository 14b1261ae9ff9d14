package dev.ecoin.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Perceived distance of colours: the distance in OKLab (Ottosson 2020), as the minimum over normal vision and
 * protanopia, deuteranopia and tritanopia as simulated by Machado, Oliveira and Fernandes (2009). Black and white are 1
 * apart.
 */
final class Colours {

    private static final List<double[][]> VISIONS = List.of(
            new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            new double[][] {
                {0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}
            },
            new double[][] {
                {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
            },
            new double[][] {
                {1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}
            });

    private static final double[][] TO_CONES = {
        {0.4122214708, 0.5363325363, 0.0514459929},
        {0.2119034982, 0.6806995451, 0.1073969566},
        {0.0883024619, 0.2817188376, 0.6299787005}
    };
    private static final double[][] TO_LAB = {
        {0.2104542553, 0.7936177850, -0.0040720468},
        {1.9779984951, -2.4285922050, 0.4505937099},
        {0.0259040371, 0.7827717662, -0.8086757660}
    };

    private Colours() {}

    /** @param colours such as #1d5fd1 */
    static double leastDistance(List<String> colours) {
        return VISIONS.stream()
                .flatMapToDouble(vision -> {
                    var seen =
                            colours.stream().map(colour -> seen(colour, vision)).toList();
                    return IntStream.range(0, seen.size()).boxed().flatMapToDouble(i -> IntStream.range(0, i)
                            .mapToDouble(j -> distance(seen.get(i), seen.get(j))));
                })
                .min()
                .orElseThrow();
    }

    private static double[] seen(String colour, double[][] vision) {
        var linear = IntStream.of(1, 3, 5)
                .map(i -> Integer.parseInt(colour.strip().substring(i, i + 2), 16))
                .mapToDouble(value -> linear(value / 255.0))
                .toArray();
        var clipped = DoubleStream.of(times(vision, linear))
                .map(value -> Math.min(1, Math.max(0, value)))
                .toArray();
        return times(
                TO_LAB,
                DoubleStream.of(times(TO_CONES, clipped)).map(Math::cbrt).toArray());
    }

    private static double linear(double value) {
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> IntStream.range(0, 3)
                        .mapToDouble(i -> row[i] * vector[i])
                        .sum())
                .toArray();
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum());
    }
}
