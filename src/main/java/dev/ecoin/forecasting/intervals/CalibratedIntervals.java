package dev.ecoin.forecasting.intervals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;

/**
 * Intervals from the sizes of a model's innovations and the quantiles of its errors at each horizon: the half width h
 * steps ahead is
 *
 * <pre>se(h) s(h) q(h, z)</pre>
 *
 * with the model's standard error se(h), the root mean square s(h) of the sizes expected of the h innovations ahead
 * ({@link Volatility}), and the quantile q(h, z) of the model's past errors so divided ({@link Tails}); never less than
 * at a smaller horizon. Immutable.
 */
public final class CalibratedIntervals implements Intervals {

    /** Responses that a calibration reads, at most: its longest horizon. */
    public static final int LONGEST_HORIZON = 90;

    private final Calibration calibration;
    private final Volatility volatility;
    private final Tails tails;

    CalibratedIntervals(Calibration calibration, Volatility volatility, Tails tails) {
        this.calibration = calibration;
        this.volatility = volatility;
        this.tails = tails;
    }

    /**
     * Calibrates on a model's errors, which its innovations and responses give.
     *
     * @param innovations one-step errors divided by their standard deviations under the model, of observed steps alone
     * @param responses effect of an innovation on the values 0, 1, .. steps later, {@link #LONGEST_HORIZON} of them
     * @return {@link Intervals#GAUSSIAN} if nothing is known of the innovations' size
     */
    public static Intervals of(double[] innovations, double[] responses) {
        int first = 0;
        while (first < innovations.length && innovations[first] == 0) {
            first++;
        }
        if (first == innovations.length) {
            return GAUSSIAN;
        }
        var errors = new PastErrors(Arrays.copyOfRange(innovations, first, innovations.length), responses);
        var trials = errors.trials();
        Method method = errors.better(trials);
        Tails tails = Tails.of(errors.standardised(method, 0, errors.count()));
        return new CalibratedIntervals(
                new Calibration(method, errors.count(), tails.longest(), trials), errors.volatility(), tails);
    }

    /** How they were calibrated. */
    public Calibration calibration() {
        return calibration;
    }

    /** The present size of innovations over the usual one: above 1 in a storm, below 1 in a calm. */
    public double agitation() {
        return volatility.ahead(1, Method.CONDITIONAL)[0] / volatility.usual();
    }

    @Override
    public double[] halfWidths(double[] standardError, double z) {
        var widths = new double[standardError.length];
        if (z == 0) {
            return widths;
        }
        double[] ahead = volatility.ahead(widths.length, calibration.method());
        double widest = 0;
        for (int h = 0; h < widths.length; h++) {
            widest = Math.max(widest, standardError[h] * ahead[h] * tails.quantile(h + 1, z));
            widths[h] = widest;
        }
        return widths;
    }

    @Override
    public double deviate(double[] standardError, double distance) {
        if (distance == 0) {
            return 0;
        }
        double[] ahead = volatility.ahead(standardError.length, calibration.method());
        // The widest of several intervals is the first to reach a distance, so its deviate is the smallest.
        double least = Double.POSITIVE_INFINITY;
        for (int h = 0; h < standardError.length; h++) {
            least = Math.min(least, tails.deviate(h + 1, distance / (standardError[h] * ahead[h])));
        }
        return least;
    }

    @Override
    public CalibratedIntervals advance(double... innovations) {
        Volatility moved = volatility;
        for (double innovation : innovations) {
            moved = moved.next(innovation);
        }
        return new CalibratedIntervals(calibration, moved, tails);
    }

    @Override
    public CalibratedIntervals anew() {
        return new CalibratedIntervals(calibration, Volatility.NONE, tails);
    }

    @Override
    public boolean isInformed() {
        return volatility.count() >= PastErrors.warmUp(calibration.innovations());
    }

    @Override
    public String toString() {
        return calibration.method().name().toLowerCase(Locale.ROOT);
    }

    /** The bytes that {@link #write} takes at most. */
    public static int mostBytes() {
        return 64 + Method.values().length * (1 + 3 * Double.BYTES) + Tails.mostBytes();
    }

    /** Appends the fields in their binary form. */
    public void write(ByteBuffer buffer) {
        buffer.put((byte) calibration.method().ordinal()).putInt(calibration.innovations());
        buffer.put((byte) calibration.trials().size());
        for (var trial : calibration.trials()) {
            buffer.put((byte) trial.method().ordinal());
            buffer.putDouble(trial.coverage80()).putDouble(trial.coverage95()).putDouble(trial.score());
        }
        buffer.putDouble(volatility.fast()).putDouble(volatility.slow()).putDouble(volatility.usual());
        buffer.putLong(volatility.count());
        tails.write(buffer);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException or another exception of a field out of range, if it was not that
     */
    public static CalibratedIntervals read(ByteBuffer buffer) {
        Method method = Method.values()[buffer.get()];
        int innovations = buffer.getInt();
        int count = buffer.get();
        var trials = new ArrayList<Calibration.Trial>();
        for (int i = 0; i < count; i++) {
            trials.add(new Calibration.Trial(
                    Method.values()[buffer.get()], buffer.getDouble(), buffer.getDouble(), buffer.getDouble()));
        }
        var volatility = new Volatility(buffer.getDouble(), buffer.getDouble(), buffer.getDouble(), buffer.getLong());
        Tails tails = Tails.read(buffer);
        return new CalibratedIntervals(
                new Calibration(method, innovations, tails.longest(), trials), volatility, tails);
    }
}
