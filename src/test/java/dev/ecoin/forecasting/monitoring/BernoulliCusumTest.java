package dev.ecoin.forecasting.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BernoulliCusumTest {

    @Test
    void theStatisticIsTheSumOfLogLikelihoodRatiosFromZeroToTheThreshold() {
        var sum = new BernoulliCusum(0.2, 0.4, 1.5);

        assertFalse(sum.add(false));
        assertEquals(0, sum.statistic());
        assertFalse(sum.add(true));
        assertEquals(Math.log(2), sum.statistic(), 1e-12);
        assertFalse(sum.add(false));
        assertEquals(Math.log(2) + Math.log(0.75), sum.statistic(), 1e-12);
        sum.add(true);
        assertTrue(sum.add(true), "raises the alarm");
        assertEquals(1.5, sum.statistic());
        assertFalse(sum.add(true), "it is raised already");
        assertTrue(sum.isAlarmed());
    }

    @Test
    void theAlarmIsClearedWhenTheEvidenceIsUsedUp() {
        var sum = new BernoulliCusum(0.2, 0.4, 1.5);
        while (!sum.isAlarmed()) {
            sum.add(true);
        }

        int quiet = 0;
        while (sum.isAlarmed()) {
            sum.add(false);
            quiet++;
        }

        assertEquals((int) Math.ceil(1.5 / -Math.log(0.75)), quiet);
        assertEquals(0, sum.statistic());
    }

    /** Mean days to an alarm: long under normal conditions, short after a change. */
    @ParameterizedTest
    @CsvSource({
        "0.2, 0.4, 0.2, 730, 1000",
        "0.2, 0.4, 0.4, 30, 50",
        "0.5, 0.65, 0.5, 900, 1700",
        "0.5, 0.65, 0.65, 70, 110"
    })
    void alarmsAreRareWithoutReasonAndSoonWithOne(
            double usual, double raised, double actual, double least, double most) {
        var random = new Random(20_260_101);
        long days = 0;
        int alarms = 2_000;
        for (int i = 0; i < alarms; i++) {
            var sum = new BernoulliCusum(usual, raised, 4);
            do {
                days++;
            } while (!sum.add(random.nextDouble() < actual));
        }

        double mean = (double) days / alarms;
        assertTrue(least < mean && mean < most, mean + " days");
    }

    @Test
    void probabilitiesHaveToRise() {
        assertThrows(IllegalArgumentException.class, () -> new BernoulliCusum(0.4, 0.2, 4));
        assertThrows(IllegalArgumentException.class, () -> new BernoulliCusum(0, 0.2, 4));
        assertThrows(IllegalArgumentException.class, () -> new BernoulliCusum(0.2, 1, 4));
        assertThrows(IllegalArgumentException.class, () -> new BernoulliCusum(0.2, 0.4, 0));
    }
}
