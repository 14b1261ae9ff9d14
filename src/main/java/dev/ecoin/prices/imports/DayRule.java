package dev.ecoin.prices.imports;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;

/** Maps the time of a line to a day, whose price is that of 00:00 UTC. */
enum DayRule {
    SNAPSHOT("a price is that of its date at 00:00 UTC"),
    CANDLE("the close of a day is the price of the next day at 00:00 UTC"),
    OPEN("as asked for, a price is that of its date at 00:00 UTC"),
    CLOSE("as asked for, a price is that of the day after its date at 00:00 UTC");

    private static final LocalTime END_OF_DAY = LocalTime.of(23, 59);
    private static final Duration NEAR = Duration.ofHours(1);

    private final String sentence;

    DayRule(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /**
     * The day that the price belongs to.
     *
     * @throws RejectedException if the time is not close to midnight, so that the price belongs to no day
     */
    LocalDate day(Moment moment) throws RejectedException {
        if (moment.time() == null) {
            return isOfTheEnd() ? moment.date().plusDays(1) : moment.date();
        }
        var sinceMidnight = Duration.between(LocalTime.MIDNIGHT, moment.time());
        var isAfter = sinceMidnight.compareTo(NEAR) <= 0;
        var isBefore = sinceMidnight.compareTo(Duration.ofDays(1).minus(NEAR)) >= 0;
        if (!isAfter && !isBefore) {
            throw new RejectedException("the time " + moment.date() + "T" + moment.time()
                    + "Z is not within an hour of 00:00 UTC, so the price is not that of a day");
        }
        var nearest = isBefore ? moment.date().plusDays(1) : moment.date();
        return switch (this) {
            case SNAPSHOT -> nearest;
            case CANDLE ->
                // Some candles carry their start time, others their last second.
                isBefore && moment.time().compareTo(END_OF_DAY) >= 0 ? nearest : nearest.plusDays(1);
            case OPEN -> moment.date();
            case CLOSE -> moment.date().plusDays(1);
        };
    }

    private boolean isOfTheEnd() {
        return this == CANDLE || this == CLOSE;
    }
}
