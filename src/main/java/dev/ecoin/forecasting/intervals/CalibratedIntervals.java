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
 * Intervals from the sizes of a model's innovations and the quantiles of its errors at each horizon: the half width h
 * steps ahead is
 *
 * <pre>se(h) s(h) q(h, z)</pre>
 *
 * with the model's standard error se(h), the root mean square s(h) of the sizes expected of the h innovations ahead by
 * present volatility, day of the week and trend ({@link Volatility}, {@link WeekdaySizes}, {@link Trend}), and the quantile
 * q(h, z) of the model's past errors so divided ({@link Tails}); never less than at a smaller horizon. Immutable.
 */
public final class CalibratedIntervals implements Intervals {

    /** Responses that a calibration reads, at most: its longest horizon. */
    public static final int LONGEST_HORIZON = 90;

    /** In the binary form. */
    static final byte KIND = 1;

    /** A note tells the trend's effect over a week, which hardly differs from that over a month. */
    private static final int DAYS_OF_NOTE = 7;

    /** In percent. */
    private static final double REMARKABLE = 10;

    private final Calibration calibration;
    /** Null for the constants that the service comes with. */
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

    /** The same with what the service knows without a pool. */
    public static Intervals of(LocalDate origin, double[] innovations, double[] responses) {
        return of(origin, innovations, responses, Pool.SHIPPED, Double.NaN);
    }

    /**
     * Calibrates on a model's errors, which its innovations and responses give.
     *
     * @param origin day of the last innovation
     * @param innovations one-step errors divided by their standard deviations under the model, of consecutive days, NaN
     *     where there is none
     * @param responses effect of an innovation on the values 0, 1, .. steps later, {@link #LONGEST_HORIZON} of them
     * @param pool what other series tell
     * @param scale standard deviation of a one-step error under the model, in log returns; NaN if the model is not of
     *     logarithms
     * @return {@link Intervals#GAUSSIAN} if nothing is known of the innovations' size
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

    /** How they were calibrated. */
    public Calibration calibration() {
        return calibration;
    }

    /** The present size of innovations over the usual one: above 1 in a storm, below 1 in a calm. */
    public double agitation() {
        return volatility.ahead(1, Method.CONDITIONAL)[0] / volatility.level();
    }

    /**
     * What the trend multiplies the size expected of the next so many days by: above 1 where innovations have gone one way
     * for weeks, below 1 where they have not, 1 where the method or the model's age leaves it out.
     *
     * @param daysAhead at least 1
     */
    public double trendFactor(int daysAhead) {
        return calibration.method() == Method.CONDITIONAL ? trend.factor(daysAhead) : 1;
    }

    /** How large innovations are on each day of the week, relative to all; 1 on every day where no difference shows. */
    public Map<DayOfWeek, Double> weekdays() {
        var sizes = new EnumMap<DayOfWeek, Double>(DayOfWeek.class);
        for (var day : DayOfWeek.values()) {
            sizes.put(day, weekdays.on(day));
        }
        return sizes;
    }

    /** Of the days after the origin. */
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
        // The widest of several intervals is the first to reach a distance, so its deviate is the smallest.
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
        // As long as a price stands still, nothing is known of the size of its moves.
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

    /** Reads what {@link #write} wrote after the kind. */
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
