package dev.ecoin.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.DateRange;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyReportTest {

    private static final TouchScores NO_TOUCHES = new TouchScores(List.of(), List.of());

    private static final Currency EUR = new Currency("eur");

    private static final LocalDate ORIGIN = LocalDate.of(2026, 1, 30);
    private static final DateRange EVER = DateRange.ALL;

    @Test
    void scoresAreMeansOverTheForecastsOfAHorizonAndOfItsMonths() {
        var report = AccuracyReport.of(
                "bitcoin",
                EUR,
                List.of(forecast(0, 1, 100, 90, 110), forecast(1, 1, 100, 100, 80), forecast(0, 7, 100, 50, 150)),
                EVER,
                NO_TOUCHES);

        assertEquals(
                List.of(1, 7),
                report.horizons().stream().map(AccuracyReport.Horizon::horizon).toList());
        var one = report.horizons().get(0);
        assertEquals(2, one.overall().days());
        assertEquals(15, one.overall().mae().doubleValue());
        assertEquals(20, one.overall().naiveMae().doubleValue());
        assertEquals(new BigDecimal("0.75"), one.overall().relativeMae());
        // 2 * 10 / 210 and 2 * 20 / 180.
        assertEquals(100 * (20 / 210.0 + 40 / 180.0) / 2, one.overall().smape().doubleValue(), 5e-3);
        assertEquals(
                100 * (40 / 200.0 + 40 / 180.0) / 2, one.overall().naiveSmape().doubleValue(), 5e-3);
        assertEquals(
                List.of("2026-01", "2026-02"),
                one.months().stream().map(AccuracyReport.Month::month).toList());
        assertEquals(1, one.months().get(1).score().days());
        assertEquals(20, one.months().get(1).score().mae().doubleValue());
        assertEquals(LocalDate.of(2026, 1, 31), report.from());
        assertEquals(LocalDate.of(2026, 2, 6), report.to());
    }

    /** Intervals are 85 to 115 and 75 to 125. */
    @Test
    void coverageIsThePercentageWithinEachIntervalLimitsIncluded() {
        var report = AccuracyReport.of(
                "bitcoin",
                EUR,
                List.of(
                        forecast(0, 1, 100, 100, 115),
                        forecast(1, 1, 100, 100, 116),
                        forecast(2, 1, 100, 100, 75),
                        forecast(3, 1, 100, 100, 126)),
                EVER,
                NO_TOUCHES);

        assertEquals(
                "{80=25.0, 95=75.0}",
                report.horizons().get(0).overall().coverage().toString());
    }

    @Test
    void aNaiveForecastWithoutErrorHasNoRelativeError() {
        var score = AccuracyReport.of("tether", EUR, List.of(forecast(0, 1, 1, 1, 1)), EVER, NO_TOUCHES)
                .horizons()
                .get(0)
                .overall();

        assertNull(score.relativeMae());
        assertEquals(0, score.mae().signum());
    }

    @Test
    void theRangeIsOfDaysForecastAndDriftLooksAtAll() {
        var forecasts = new ArrayList<ServedForecast>();
        for (int day = 0; day < 100; day++) {
            forecasts.add(forecast(day, 1, 100, 100, 130));
        }

        var report = AccuracyReport.of(
                "bitcoin", EUR, forecasts, new DateRange(ORIGIN.plusDays(96), ORIGIN.plusDays(98)), NO_TOUCHES);

        assertEquals(3, report.horizons().get(0).overall().days());
        assertEquals(100, report.drift().intervals().days());
        assertEquals(
                0,
                AccuracyReport.of("bitcoin", EUR, forecasts, new DateRange(ORIGIN.plusDays(200), null), NO_TOUCHES)
                        .horizons()
                        .size());
        assertEquals(
                Map.of(1, 90),
                Map.of(1, AccuracyReport.newest(forecasts, 90).get(1).days()));
    }

    @Test
    void intervalsThatAreLeftTooOftenDriftAndRecover() {
        var forecasts = new ArrayList<ServedForecast>();
        for (int day = 0; day < 100; day++) {
            forecasts.add(forecast(day, 1, 100, 100, day % 5 == 0 ? 130 : 110));
        }
        assertFalse(Drift.of(forecasts).intervals().drifting(), "a fifth of the days is as it should be");
        for (int day = 100; day < 140; day++) {
            forecasts.add(forecast(day, 1, 100, 100, day % 2 == 0 ? 130 : 110));
        }
        var drifting = Drift.of(forecasts);
        assertTrue(drifting.intervals().drifting());
        assertTrue(drifting.intervals().since().isAfter(ORIGIN.plusDays(101)));
        assertEquals(0, drifting.error().days(), "the forecast is naive's: evidence of nothing");
        for (int day = 140; day < 160; day++) {
            forecasts.add(forecast(day, 1, 100, 100, 101));
        }
        assertFalse(Drift.of(forecasts).intervals().drifting());
        assertNull(Drift.of(forecasts).intervals().since());
    }

    @Test
    void forecastsThatAreFartherOffThanNaiveDrift() {
        var forecasts = new ArrayList<ServedForecast>();
        for (int day = 0; day < 60; day++) {
            forecasts.add(forecast(day, 1, day % 2 == 0 ? 99 : 101, 100, 101));
        }
        assertFalse(Drift.of(forecasts).error().drifting(), "better or worse every second day");
        for (int day = 60; day < 80; day++) {
            forecasts.add(forecast(day, 1, 99, 100, 101));
        }
        assertTrue(Drift.of(forecasts).error().drifting());
    }

    @Test
    void onlyOneDayForecastsAndTheir80PercentIntervalTellADrift() {
        var forecasts = new ArrayList<ServedForecast>();
        for (int day = 0; day < 100; day++) {
            forecasts.add(forecast(day, 7, 90, 100, 130));
            forecasts.add(new ServedForecast(
                    ORIGIN.plusDays(day), 1, 100, new double[] {95}, new double[] {75}, new double[] {125}, 100, 130));
        }

        var drift = Drift.of(forecasts);

        assertEquals(0, drift.intervals().days());
        assertEquals(0, drift.error().days());
    }

    private static ServedForecast forecast(int day, int horizon, double median, double naive, double price) {
        return new ServedForecast(
                ORIGIN.plusDays(day),
                horizon,
                median,
                new double[] {80, 95},
                new double[] {85, 75},
                new double[] {115, 125},
                naive,
                price);
    }
}
