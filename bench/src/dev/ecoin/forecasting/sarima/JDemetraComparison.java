package dev.ecoin.forecasting.sarima;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import jdplus.toolkit.base.api.arima.SarimaOrders;
import jdplus.toolkit.base.api.data.DoubleSeq;
import jdplus.toolkit.base.core.data.interpolation.AverageInterpolator;
import jdplus.toolkit.base.core.regarima.RegArimaEstimation;
import jdplus.toolkit.base.core.regarima.RegArimaModel;
import jdplus.toolkit.base.core.regsarima.RegSarimaComputer;
import jdplus.toolkit.base.core.regsarima.RegSarimaComputer.StartingPoint;
import jdplus.toolkit.base.core.sarima.SarimaModel;

/**
 * Fits the same orders to the same data with {@link Sarima} and JDemetra+, and compares thread CPU time, after warm-up,
 * and log-likelihoods on one scale. Exits with status 1 if a claim of {@code sarima-vs-jdemetra.sh} does not hold.
 *
 * <p>The scales. With n the number of observations minus d + D m, JDemetra+ reports {@code -n/2 (log 2 pi + 1 +
 * log(ssq/n)) - log|V|/2} of the exactly differenced series: sigma2 is profiled out, the determinant counts, the
 * observations lost to differencing do not. That is this library's scale if no value is missing. JDemetra+ treats
 * missing values as additive outliers and integrates over them, so its density is that of all observed values under
 * flat initial levels. This library leaves out the density of the observations that determine the levels, {@code 1/|det
 * A|}, where A maps the initial levels to those observations. Hence ours = theirs + log|det A|, the same shift at every
 * parameter, and 0 unless d + D > 1 and values are missing among the first. Each row checks this: {@link Sarima#at} of
 * JDemetra+'s estimates must return the likelihood that JDemetra+ reports, plus the shift.
 */
final class JDemetraComparison {

    private static final double FASTER = 3;
    private static final double LOWER = 1e-6;
    private static final double SAME_SCALE = 1e-6;

    private static final long WARM = 4_000_000_000L;
    private static final long BATCH = 15_000_000L;
    private static final int BATCHES = 3;

    /** One start (Hannan and Rissanen), precision 1e-7: the setting of its seasonal adjustment methods. */
    private static final RegSarimaComputer USUAL = RegSarimaComputer.builder().build();

    /** The most careful setting: two starts, precision 1e-12. */
    private static final RegSarimaComputer CAREFUL = RegSarimaComputer.builder()
            .startingPoint(StartingPoint.Multiple)
            .precision(1e-12)
            .build();

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Item(String series, double[] values, SarimaOrder order, Constant constant) {

        Sarima ours() {
            return Sarima.fit(values, order, constant);
        }

        RegArimaEstimation<SarimaModel> theirs(RegSarimaComputer computer) {
            var orders = new SarimaOrders(order.period());
            orders.setRegular(order.p(), order.d(), order.q());
            orders.setSeasonal(order.P(), order.D(), order.Q());
            int[] missing = IntStream.range(0, values.length)
                    .filter(t -> Double.isNaN(values[t]))
                    .toArray();
            double[] filled = values.clone();
            AverageInterpolator.cleanMissings(filled, null);
            RegArimaModel.Builder<SarimaModel> model = RegArimaModel.builder();
            model.y(DoubleSeq.of(filled));
            model.arima(SarimaModel.builder(orders).setDefault().build());
            model.meanCorrection(constant != Constant.NONE);
            model.missing(missing);
            return computer.process(model.build(), null);
        }

        /** JDemetra+ writes AR polynomials with plus signs, and a trend as the mean of the differenced series. */
        double[] parameters(RegArimaEstimation<SarimaModel> estimation) {
            SarimaModel model = estimation.getModel().arima();
            var arma = DoubleStream.of(model.getPhi().toArray()).map(phi -> -phi);
            arma = DoubleStream.concat(arma, DoubleStream.of(model.getTheta().toArray()));
            arma = DoubleStream.concat(
                    arma, DoubleStream.of(model.getBphi().toArray()).map(phi -> -phi));
            arma = DoubleStream.concat(arma, DoubleStream.of(model.getBtheta().toArray()));
            if (constant == Constant.NONE) {
                return arma.toArray();
            }
            double mean = estimation.getConcentratedLikelihood().coefficient(0);
            return DoubleStream.concat(arma, DoubleStream.of(order.D() == 1 ? mean / order.period() : mean))
                    .toArray();
        }

        /** The log |det A| of the class comment. */
        double shift() {
            return InitialLevels.of(values, ArmaPolynomials.differencing(order)).logs();
        }
    }

    private JDemetraComparison() {}

    public static void main(String[] arguments) throws IOException {
        var items = new ArrayList<Item>(references(Path.of(arguments[0])));
        items.addAll(windows(Path.of(arguments[1])));
        warm(items);
        System.out.printf(
                "%-22s %-17s %-5s %14s %9s   %10s %9s %6s   %10s %9s %6s%n",
                "", "", "", "ours", "ms", "usual +", "ms", "ratio", "careful +", "ms", "ratio");
        int slower = 0;
        int higher = 0;
        int lower = 0;
        int otherScale = 0;
        double[] total = new double[3];
        for (Item item : items) {
            double ours = item.ours().logLikelihood();
            double shift = item.shift();
            var theirs = new double[2];
            for (int k = 0; k < 2; k++) {
                var estimation = item.theirs(k == 0 ? USUAL : CAREFUL);
                theirs[k] = estimation.getConcentratedLikelihood().logLikelihood() + shift;
                double same = Sarima.at(item.values, item.order, item.constant, item.parameters(estimation))
                        .logLikelihood();
                if (!(Math.abs(same - theirs[k]) <= SAME_SCALE)) {
                    otherScale++;
                }
            }
            double[] ms = times(() -> item.ours(), () -> item.theirs(USUAL), () -> item.theirs(CAREFUL));
            for (int k = 0; k < 3; k++) {
                total[k] += ms[k];
            }
            slower += ms[1] < FASTER * ms[0] ? 1 : 0;
            double best = Math.max(theirs[0], theirs[1]) - ours;
            higher += best > LOWER ? 1 : 0;
            lower += best < -LOWER ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %-17s %-5s %14.7f %9.3f   %+10.1e %9.3f %6.2f   %+10.1e %9.3f %6.2f%s%n",
                    item.series,
                    item.order,
                    item.constant == Constant.NONE ? "" : item.constant.name().toLowerCase(Locale.ROOT),
                    ours,
                    ms[0],
                    theirs[0] - ours,
                    ms[1],
                    ms[1] / ms[0],
                    theirs[1] - ours,
                    ms[2],
                    ms[2] / ms[0],
                    best > LOWER ? "   ours is lower" : best < -LOWER ? "   theirs is lower" : "");
        }
        System.out.printf(
                Locale.ROOT,
                "all %d: ours %.1f ms, usual %.1f ms (ratio %.2f), careful %.1f ms (ratio %.2f)%n",
                items.size(),
                total[0],
                total[1],
                total[1] / total[0],
                total[2],
                total[2] / total[0]);
        System.out.printf(Locale.ROOT, "%d of JDemetra+'s better fits end lower by more than %.0e%n", lower, LOWER);
        boolean holds = claim(otherScale, "likelihoods of equal parameters that differ by more than " + SAME_SCALE);
        holds &= claim(higher, "fits of ours that end lower by more than " + LOWER);
        holds &= claim(slower, "fits of ours that take more than a third of the usual setting's CPU time");
        System.exit(holds ? 0 : 1);
    }

    private static boolean claim(int failures, String failure) {
        System.out.println((failures == 0 ? "holds:  no " : "FAILED: " + failures + " ") + failure);
        return failures == 0;
    }

    private static void warm(List<Item> items) {
        for (int k = 0; k < 3; k++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; THREADS.getCurrentThreadCpuTime() - begin < WARM; i++) {
                Item item = items.get(i % items.size());
                if (k == 0) {
                    item.ours();
                } else {
                    item.theirs(k == 1 ? USUAL : CAREFUL);
                }
            }
        }
    }

    /** Milliseconds of each work item: the minimum over alternating batches, because other processes only add time. */
    private static double[] times(Runnable... works) {
        var least = new double[works.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int k = 0; k < works.length; k++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                int rounds = 0;
                long spent;
                do {
                    works[k].run();
                    rounds++;
                    spent = THREADS.getCurrentThreadCpuTime() - begin;
                } while (spent < BATCH);
                least[k] = Math.min(least[k], spent / 1e6 / rounds);
            }
        }
        return least;
    }

    private static List<Item> references(Path folder) throws IOException {
        var items = new ArrayList<Item>();
        for (String line : Files.readAllLines(folder.resolve("fits.txt"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] field = line.split(";");
            var constant = Constant.valueOf(field[4].toUpperCase(Locale.ROOT));
            items.add(new Item(field[1], series(folder, field[1], field[2]), SarimaOrder.parse(field[3]), constant));
        }
        double[] gap = series(folder, "WWWusage", "none");
        gap[1] = Double.NaN;
        items.add(new Item("WWWusage, 2nd missing", gap, SarimaOrder.parse("(0,2,2)"), Constant.NONE));
        return items;
    }

    private static double[] series(Path folder, String name, String transform) throws IOException {
        return Files.readAllLines(folder.resolve(name + ".csv")).stream()
                .skip(1)
                .filter(text -> !text.isBlank())
                .mapToDouble(text -> text.equals("NA") ? Double.NaN : Double.parseDouble(text))
                .map(value -> switch (transform) {
                    case "log" -> Math.log(value);
                    case "log10" -> Math.log10(value);
                    default -> value;
                })
                .toArray();
    }

    /** Log prices of the sample's first coin: the whole series, its halves and its quarters. */
    private static List<Item> windows(Path prices) throws IOException {
        double[] logs = Files.readAllLines(prices).stream()
                .filter(line -> Character.isDigit(line.charAt(0)))
                .mapToDouble(line -> Math.log(Double.parseDouble(line.split(",")[1])))
                .toArray();
        var orders = List.of(
                "(0,1,1)", "(1,1,1)", "(2,1,2)", "(0,1,1)(0,1,1)7", "(1,1,1)(1,0,1)7", "(2,1,2)(1,0,1)7");
        var items = new ArrayList<Item>();
        for (int parts : new int[] {4, 2, 1}) {
            int days = logs.length / parts;
            for (int part = 0; part < parts; part++) {
                double[] window = Arrays.copyOfRange(logs, part * days, (part + 1) * days);
                String name = "bitcoin " + (part * days + 1) + ".." + (part + 1) * days;
                orders.forEach(order -> items.add(new Item(name, window, SarimaOrder.parse(order), Constant.NONE)));
            }
        }
        return items;
    }
}
