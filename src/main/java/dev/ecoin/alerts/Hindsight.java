package dev.ecoin.alerts;

import dev.ecoin.alerts.AlertBacktest.Fired;
import dev.ecoin.alerts.AlertBacktest.Tally;
import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.forecasting.evaluation.PastModels;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.UnknownCoin;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.TrainingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Applies rules to past days, with the data known on each day, and checks their predictions. Blocks. */
@ApplicationScoped
public class Hindsight {

    private static final int USUAL_DAYS = 730;
    private static final int MOST_DAYS = 3_660;

    /** Maximum number of simulated prices per path over all days; takes some seconds with {@link PastSituation#PATHS} paths. */
    private static final int MOST_SIMULATED = 120_000;

    private static final int MOST_FIRED = 1_000;
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private final JobDatabase database;
    private final CoinRepository coins;
    private final PriceRepository prices;
    private final Situations situations;
    private final TrainingConfig training;
    private final ServingConfig serving;
    private final Currency currency;

    Hindsight(
            JobDatabase database,
            CoinRepository coins,
            PriceRepository prices,
            Situations situations,
            TrainingConfig training,
            ServingConfig serving,
            Currency currency) {
        this.database = database;
        this.coins = coins;
        this.prices = prices;
        this.situations = situations;
        this.training = training;
        this.serving = serving;
        this.currency = currency;
    }

    /**
     * The result of a rule for a coin in the past.
     *
     * @param condition not yet checked
     * @param from null for 730 days
     * @param to null for the last price
     * @param relative whether bounds move with the price
     * @throws ProblemException with status 400 if a field is missing, 422 if one is out of range, prices alone do not tell
     *     of the condition, or there are too few
     */
    public AlertBacktest of(String coin, Condition condition, LocalDate from, LocalDate to, boolean relative) {
        if (coin == null || coin.isBlank()) {
            throw ProblemException.badRequest("coin", coin, "The field 'coin' is missing", "an id such as bitcoin");
        }
        if (condition == null) {
            throw ProblemException.badRequest(
                    "condition",
                    null,
                    "The field 'condition' is missing",
                    "an object with a kind, as /q/openapi describes");
        }
        var checked = condition.checked(serving.maxHorizon());
        requireKnown(coin);
        var now = situations
                .now(coin)
                .outlook()
                .orElseThrow(() -> ProblemException.unprocessable(
                        "coin", coin, "There is no forecast of '" + coin + "'", "a coin with an active model"));
        var past = checked.forPast(now, relative)
                .orElseThrow(() -> ProblemException.unprocessable(
                        "condition.kind",
                        null,
                        "What the condition watches cannot be told of the past from prices alone",
                        "probability, touch or interval_width"));
        var series =
                database.transaction(session -> prices.series(session, coin)).orElseThrow(() -> tooFew(coin));
        var last = to == null || to.isAfter(series.end()) ? series.end() : to;
        var first = from == null ? last.minusDays(USUAL_DAYS - 1L) : from;
        requireRange(past, now, first, last);
        var tallies = new Tallies(past, series);
        try {
            PastModels.replay(
                    SarimaForecaster.automatic(training.period()).dailyPrices().calibratedIntervals(),
                    series,
                    first.isBefore(series.start()) ? series.start() : first,
                    last,
                    day -> tallies.add(new PastSituation(
                            coin, currency, day, day.known().value(day.day()), serving.maxHorizon())));
        } catch (SeriesException e) {
            throw ProblemException.unprocessable(
                    "coin", coin, "The past of '" + coin + "' cannot be forecast: " + e.getMessage(), "another coin");
        }
        if (tallies.days.isEmpty()) {
            throw tooFew(coin);
        }
        return tallies.answer(coin, relative);
    }

    private void requireKnown(String coin) {
        var known = database.transaction(coins::allIds);
        if (!known.contains(coin)) {
            throw ProblemException.unprocessable(
                    "coin",
                    coin,
                    "There is no coin '" + coin + "' here",
                    UnknownCoin.valid(known.stream().sorted().toList()));
        }
    }

    private static ProblemException tooFew(String coin) {
        return ProblemException.unprocessable(
                "from",
                null,
                "No day of the range has " + PastModels.FEWEST_DAYS + " prices of '" + coin + "' before it",
                "a range that ends later, or a coin with more prices");
    }

    private static void requireRange(Condition past, Outlook now, LocalDate first, LocalDate last) {
        var days = ChronoUnit.DAYS.between(first, last) + 1;
        if (days < 1) {
            throw ProblemException.unprocessable(
                    "from",
                    first.toString(),
                    "The range from " + first + " ends on " + last + ", before it starts",
                    "a date up to " + last);
        }
        var ahead = past.simulatedDays(now.origin());
        var most = ahead == 0 ? MOST_DAYS : Math.min(MOST_DAYS, Math.max(1, MOST_SIMULATED / ahead));
        if (days > most) {
            throw ProblemException.unprocessable(
                    "from",
                    first.toString(),
                    "The range from " + first + " has " + days + " days, more than " + most
                            + (ahead == 0 ? "" : " that are simulated " + ahead + " days ahead"),
                    "a date from " + last.minusDays(most - 1L));
        }
    }

    /** Counts over the past days. */
    private final class Tallies {

        private final Condition condition;
        private final DailySeries series;
        private final List<LocalDate> days = new ArrayList<>();
        private final List<Fired> met = new ArrayList<>();
        private final List<Fired> fired = new ArrayList<>();
        private boolean firing;

        Tallies(Condition condition, DailySeries series) {
            this.condition = condition;
            this.series = series;
        }

        void add(PastSituation situation) {
            days.add(situation.today());
            var finding = condition.find(situation);
            var outlook = situation.outlook().orElseThrow();
            var day = situation.today();
            var fires = finding.standing().fires(firing);
            if (finding.standing() == Standing.MET) {
                var outcome = condition.outcome(outlook, series);
                var entry = new Fired(
                        day,
                        null,
                        PriceDigits.round(outlook.lastPrice()),
                        finding.value(),
                        outcome.map(Outcome::by).orElse(null),
                        outcome.map(Outcome::cameTrue).orElse(null));
                met.add(entry);
                if (!firing) {
                    fired.add(entry);
                }
            }
            if (firing && !fires) {
                var open = fired.remove(fired.size() - 1);
                fired.add(new Fired(open.day(), day, open.price(), open.value(), open.by(), open.cameTrue()));
            }
            firing = fires;
        }

        AlertBacktest answer(String coin, boolean relative) {
            var newest = new ArrayList<>(fired.subList(Math.max(0, fired.size() - MOST_FIRED), fired.size()));
            Collections.reverse(newest);
            return new AlertBacktest(
                    coin,
                    currency,
                    condition,
                    condition.description(currency),
                    days.get(0),
                    days.get(days.size() - 1),
                    days.size(),
                    tally(met),
                    tally(fired),
                    List.copyOf(newest),
                    notes(relative));
        }

        private Tally tally(List<Fired> entries) {
            var decided =
                    entries.stream().filter(entry -> entry.cameTrue() != null).toList();
            var cameTrue = (int) decided.stream().filter(Fired::cameTrue).count();
            return new Tally(
                    entries.size(),
                    decided.size(),
                    cameTrue,
                    decided.isEmpty() ? null : rounded((double) cameTrue / decided.size()),
                    decided.isEmpty()
                            ? null
                            : rounded(decided.stream()
                                    .mapToDouble(entry -> entry.value().doubleValue())
                                    .average()
                                    .orElseThrow()));
        }

        private List<String> notes(boolean relative) {
            var notes = new ArrayList<String>();
            notes.add(
                    "Each day was forecast from the prices up to it alone: the order is selected, and parameters and limits"
                            + " are estimated, every " + PastModels.REFIT_DAYS + " days on the "
                            + PastModels.TRAINING_DAYS
                            + " days before, and the model advances day by day in between.");
            if (!relative && condition.hasPrice()) {
                notes.add(
                        "The bounds are the same prices on each day. With relative bounds they are as far from each day's"
                                + " price as they are from the newest one.");
            }
            if (condition.simulatedDays(LocalDate.EPOCH) > 0) {
                notes.add("Probabilities come from " + PastSituation.PATHS
                        + " simulated paths a day, those of a rule from" + " more.");
            }
            notes.add(
                    "Alerts within the same days decide on the same prices, so they are fewer independent cases than they"
                            + " count.");
            return List.copyOf(notes);
        }
    }

    private static BigDecimal rounded(double share) {
        return new BigDecimal(share).round(DIGITS).stripTrailingZeros();
    }
}
