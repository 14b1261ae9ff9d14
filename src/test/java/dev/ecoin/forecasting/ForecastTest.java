package dev.ecoin.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final LocalDate ORIGIN = LocalDate.of(2024, 2, 28);

    private static Forecast forecast(double median) {
        return new Forecast(
                ORIGIN, new double[] {median, 2}, new double[] {80}, new double[][] {{0, 0}}, new double[][] {{3, 4}});
    }

    @Test
    void arraysAreCopied() {
        double[] median = {1, 2};
        double[][] lower = {{0, 0}};
        var forecast = new Forecast(ORIGIN, median, new double[] {80}, lower, new double[][] {{3, 4}});
        median[0] = 9;
        lower[0][0] = 9;
        forecast.median()[1] = 9;
        forecast.upper()[0][1] = 9;

        assertEquals(forecast(1), forecast);
        assertEquals(forecast(1).hashCode(), forecast.hashCode());
        assertNotEquals(forecast(1.5), forecast);
    }

    @Test
    void stepsAreTheDaysAfterTheOrigin() {
        assertEquals(LocalDate.of(2024, 2, 29), forecast(1).day(0));
        assertEquals(LocalDate.of(2024, 3, 1), forecast(1).day(1));
        assertThrows(IndexOutOfBoundsException.class, () -> forecast(1).day(2));
    }

    @Test
    void shapesMustAgree() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Forecast(
                        ORIGIN, new double[] {1}, new double[] {80}, new double[][] {{0, 0}}, new double[][] {{3}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Forecast(ORIGIN, new double[] {1}, new double[] {80}, new double[][] {}, new double[][] {}));
    }
}
