package dev.ecoin.crawl;

import dev.ecoin.prices.PriceRepository.Stored;
import dev.ecoin.runs.RunState;
import java.time.LocalDate;

/** Running counts of a crawl for one coin. Thread-safe. */
final class CoinTally {

    private final String coin;
    private final LocalDate firstDay;
    private final LocalDate lastDay;
    private final int daysWanted;
    private final CallCount calls;
    private RunState state = RunState.RUNNING;
    private int daysToTry;
    private int daysStored;
    private int daysUnavailable;
    private int daysCorrected;
    private boolean unknown;
    private String error;

    /** @param before counts from before a pause, or null */
    CoinTally(MissingDays missing, CoinCrawl before) {
        coin = missing.coin();
        lastDay = missing.last();
        daysToTry = Window.days(missing.windows());
        if (before == null) {
            firstDay = missing.first();
            daysWanted = daysToTry;
            calls = new CallCount(0, 0);
        } else {
            firstDay = before.firstDay();
            daysStored = before.daysStored();
            daysUnavailable = before.daysUnavailable();
            daysCorrected = before.daysCorrected();
            daysWanted = Math.max(before.daysWanted(), daysStored + daysUnavailable + daysToTry);
            calls = new CallCount(before.calls(), before.retries());
        }
    }

    String coin() {
        return coin;
    }

    CallCount calls() {
        return calls;
    }

    synchronized void stored(Stored stored) {
        daysStored += stored.changed();
        daysCorrected += stored.corrected();
    }

    synchronized void unavailable(int days) {
        daysUnavailable += days;
    }

    synchronized boolean isRunning() {
        return state == RunState.RUNNING;
    }

    /** Ends the coin as unknown: CoinGecko has none of the days that are still missing. */
    synchronized void unknown(String why) {
        unknown = true;
        daysUnavailable = Math.max(daysUnavailable, daysWanted - daysStored);
        fail(why);
    }

    synchronized void fail(String why) {
        state = RunState.FAILED;
        error = why;
    }

    synchronized boolean isUnknown() {
        return unknown;
    }

    /** Counts tried days; returns true if they were the last. */
    synchronized boolean tried(int days) {
        daysToTry -= days;
        return daysToTry == 0;
    }

    /** Sets the state unless it is already final. */
    synchronized void end(RunState end) {
        if (state == RunState.RUNNING) {
            state = end;
        }
    }

    synchronized CoinCrawl snapshot() {
        return new CoinCrawl(
                coin,
                state,
                firstDay,
                lastDay,
                daysWanted,
                daysStored,
                daysUnavailable,
                daysCorrected,
                calls.calls(),
                calls.retries(),
                error);
    }
}
