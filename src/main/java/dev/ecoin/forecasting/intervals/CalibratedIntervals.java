package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.ModelCodec;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Intervals calibrated on the sizes of a model's innovations and the quantiles of its errors at each horizon. The
 * half-width h steps ahead is
 *
 * <pre>se(h) s(h) q(h, z)</pre>
 *
 * where se(h) is the model's standard error, s(h) the root mean square of the expected sizes of the next h innovations,
 * given present volatility, weekday and trend ({@link Volatility}, {@link WeekdaySizes}, {@link Trend}), and q(h, z)
 * the quantile of the model's past errors divided by those two ({@link Tails}). Half-widths never decrease with the
 * horizon. Immutable.
 */
public final class CalibratedIntervals implements Intervals {

    /** The longest calibrated horizon, and so the number of responses that a calibration needs. */
    public static final int LONGEST_HORIZON = 90;

    /** Identifies this kind in the binary format. */
    static final byte KIND = 1;

    /** The note states the trend's effect over a week; the effect over a month is nearly the same. */
    private static final int DAYS_OF_NOTE = 7;

    /** Smallest effect that gets a note, in percent. */
    private static final double REMARKABLE = 10;

    private final Calibration calibration;
    /** null for the built-in constants. */
    private final Pool.Version pool;

    private final Volatility volatility;
    private final Trend trend;
    private final WeekdaySizes weekdays;
    private final Tails tails;

    CalibratedIntervals(
            Calibration calibration,
            Pool.Version pool,
            Volatility volatility,
            Trend trend,
            WeekdaySizes weekdays,
            Tails tails) {
        this.calibration = calibration;
        this.pool = pool;
        this.volatility = volatility;
        this.trend = trend;
        this.weekdays = weekdays;
        this.tails = tails;
    }

    /** Calibrates without a pool, on the built-in constants. */
    public static Intervals of(LocalDate origin, double[] innovations, double[] responses) {
        return of(origin, innovations, responses, Pool.SHIPPED, Double.NaN);
    }

    /**
     * Calibrates on a model's past errors, which follow from its innovations and responses.
     *
     * @param origin day of the last innovation
     * @param innovations one-step errors of consecutive days divided by their standard deviations under the model, NaN
     *     where missing
     * @param responses effect of an innovation on the values 0, 1, .. steps later, {@link #LONGEST_HORIZON} of them
     * @param pool constants estimated from other series
     * @param scale standard deviation of a one-step error under the model, in log returns; NaN if the model is not on
     *     log values
     * @return {@link Intervals#GAUSSIAN} if there are no innovations
     */
    public static Intervals of(LocalDate origin, double[] innovations, double[] responses, Pool pool, double scale) {
        var errors = new PastErrors(origin, innovations, responses);
        if (errors.count() == 0) {
            return GAUSSIAN;
        }
        double usual = pool.logUsualSize(scale);
        var trials = errors.trials(pool, usual);
        Method method = errors.better(trials);
        var sizes = errors.sizes(errors.count(), pool, usual).with(Trend.before(pool.trends()));
        double[][] standardised = errors.standardised(sizes, method, errors.count());
        return new CalibratedIntervals(
                new Calibration(method, errors.count(), errors.longest(), trials),
                pool.version().orElse(null),
                sizes.newest(),
                sizes.newestTrend(),
                sizes.weekdays(),
                Tails.of(standardised, pool.tails()));
    }

    @Override
    public Optional<Pool.Version> pool() {
        return Optional.ofNullable(pool);
    }

    /** How these intervals were calibrated. */
    public Calibration calibration() {
        return calibration;
    }

    /** The present size of innovations relative to the usual one: above 1 in volatile periods, below 1 in calm ones. */
    public double agitation() {
        return volatility.ahead(1, Method.CONDITIONAL)[0] / volatility.level();
    }

    /**
     * The trend's factor on the expected size of the next {@code daysAhead} days: above 1 if innovations have gone one
     * way for weeks, below 1 if they have not, 1 if the method or an older model does not use trends.
     *
     * @param daysAhead at least 1
     */
    public double trendFactor(int daysAhead) {
        return calibration.method() == Method.CONDITIONAL ? trend.factor(daysAhead) : 1;
    }

    /** The size of innovations by weekday, relative to all days; 1 on every day if no differences are detectable. */
    public Map<DayOfWeek, Double> weekdays() {
        var sizes = new EnumMap<DayOfWeek, Double>(DayOfWeek.class);
        for (var day : DayOfWeek.values()) {
            sizes.put(day, weekdays.on(day));
        }
        return sizes;
    }

    /** Expected sizes on the days after the origin. */
    private double[] sizes(LocalDate origin, int horizon) {
        return ExpectedSizes.ahead(
                volatility,
                trend,
                horizon,
                calibration.method(),
                weekdays,
                origin.plusDays(1).getDayOfWeek());
    }

    @Override
    public double[] halfWidths(LocalDate origin, double[] standardError, double z) {
        var widths = new double[standardError.length];
        if (z == 0) {
            return widths;
        }
        double[] ahead = sizes(origin, widths.length);
        double widest = 0;
        for (int h = 0; h < widths.length; h++) {
            widest = Math.max(widest, standardError[h] * ahead[h] * tails.quantile(h + 1, z));
            widths[h] = widest;
        }
        return widths;
    }

    @Override
    public double deviate(LocalDate origin, double[] standardError, double distance) {
        if (distance == 0) {
            return 0;
        }
        double[] ahead = sizes(origin, standardError.length);
        // The half-width is a running maximum, so the first horizon to reach the distance decides: the smallest
        // deviate.
        double least = Double.POSITIVE_INFINITY;
        for (int h = 0; h < standardError.length; h++) {
            least = Math.min(least, tails.deviate(h + 1, distance / (standardError[h] * ahead[h])));
        }
        return least;
    }

    @Override
    public CalibratedIntervals advance(LocalDate origin, double... innovations) {
        Volatility moved = volatility;
        Trend movedTrend = trend;
        DayOfWeek day = origin.getDayOfWeek();
        for (double innovation : innovations) {
            day = day.plus(1);
            if (!Double.isNaN(innovation)) {
                moved = moved.next(innovation / weekdays.on(day));
                movedTrend = movedTrend.next(innovation / weekdays.on(day));
            }
        }
        return new CalibratedIntervals(calibration, pool, moved, movedTrend, weekdays, tails);
    }

    @Override
    public CalibratedIntervals reset() {
        return new CalibratedIntervals(
                calibration, pool, Volatility.expecting(volatility.expected()), trend.reset(), weekdays, tails);
    }

    @Override
    public List<String> notes(int horizon) {
        var notes = new ArrayList<String>();
        double percent = 100 * (trendFactor(Math.min(horizon, DAYS_OF_NOTE)) - 1);
        if (Math.abs(percent) >= REMARKABLE) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The limits are %.0f%% %s than the sizes of recent moves alone would make them: the price has %s.",
                    Math.abs(percent),
                    percent > 0 ? "wider" : "narrower",
                    percent > 0 ? "run one way for weeks" : "gone up and down without a trend for weeks"));
        }
        if (pool != null) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The limits also rest on what %d coins showed together (pool %d, estimated on %s).",
                    pool.coins(),
                    pool.id(),
                    pool.estimatedOn()));
        }
        return notes;
    }

    @Override
    public boolean isInformed() {
        // A price that has not moved yet reveals nothing about the size of its moves.
        return volatility.count() >= PastErrors.warmUp(calibration.innovations()) && volatility.usual() > 0;
    }

    @Override
    public String toString() {
        return calibration.method().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<CalibratedIntervals> calibrated() {
        return Optional.of(this);
    }

    @Override
    public void write(ByteBuffer buffer) {
        buffer.put(KIND);
        buffer.put((byte) calibration.method().ordinal()).putInt(calibration.innovations());
        buffer.put((byte) calibration.trials().size());
        for (var trial : calibration.trials()) {
            buffer.put((byte) trial.method().ordinal());
            buffer.putDouble(trial.coverage80()).putDouble(trial.coverage95()).putDouble(trial.score());
        }
        buffer.putDouble(volatility.fast()).putDouble(volatility.slow()).putDouble(volatility.usual());
        buffer.putLong(volatility.count());
        weekdays.write(buffer);
        tails.write(buffer);
        trend.write(buffer);
        if (pool != null) {
            buffer.putLong(pool.id()).putLong(pool.estimatedOn().toEpochDay()).putInt(pool.coins());
            buffer.putInt(calibration.longestHorizon()).putDouble(volatility.expected());
            trend.appliedEffects().write(buffer);
        }
    }

    /** Reads the fields that {@link #write} wrote after the kind. */
    static CalibratedIntervals readFields(ByteBuffer buffer, short version) {
        Method method = Method.values()[buffer.get()];
        int innovations = buffer.getInt();
        int count = buffer.get();
        var trials = new ArrayList<Calibration.Trial>();
        for (int i = 0; i < count; i++) {
            trials.add(new Calibration.Trial(
                    Method.values()[buffer.get()], buffer.getDouble(), buffer.getDouble(), buffer.getDouble()));
        }
        double fast = buffer.getDouble();
        double slow = buffer.getDouble();
        double usual = buffer.getDouble();
        long seen = buffer.getLong();
        var weekdays = version >= ModelCodec.WEEKDAYS ? WeekdaySizes.read(buffer) : WeekdaySizes.ALIKE;
        Tails tails = Tails.read(buffer);
        var trend = version >= ModelCodec.TRENDS ? Trend.read(buffer) : Trend.UNKNOWN;
        int longest = tails.longest();
        double expected = Double.NaN;
        Pool.Version pool = null;
        if (version >= ModelCodec.POOLS) {
            pool = new Pool.Version(buffer.getLong(), LocalDate.ofEpochDay(buffer.getLong()), buffer.getInt());
            longest = buffer.getInt();
            expected = buffer.getDouble();
            trend = trend.with(TrendEffects.read(buffer));
        }
        return new CalibratedIntervals(
                new Calibration(method, innovations, longest, trials),
                pool,
                new Volatility(fast, slow, usual, seen, expected),
                trend,
                weekdays,
                tails);
    }
}
