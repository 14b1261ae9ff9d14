package dev.ecoin.risk;

import dev.ecoin.http.ProblemException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Converts dates to days of a forecast. */
final class ForecastDays {

    private ForecastDays() {}

    /**
     * Number of days from a model's last observation to a date.
     *
     * @param most maximum number of days in a forecast
     * @throws ProblemException with status 422 if the date is not within the forecast
     */
    static int ahead(String parameter, LocalDate origin, LocalDate date, int most) {
        var days = ChronoUnit.DAYS.between(origin, date);
        if (days < 1 || days > most) {
            throw ProblemException.unprocessable(
                    parameter,
                    date.toString(),
                    "The date " + date + " is not within the forecast, which starts after " + origin,
                    "a date from " + origin.plusDays(1) + " to " + origin.plusDays(most));
        }
        return (int) days;
    }
}
