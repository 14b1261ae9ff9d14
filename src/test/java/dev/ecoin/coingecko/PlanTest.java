package dev.ecoin.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void keylessAndDemoShowAYearAndProEverything() {
        assertEquals(LocalDate.of(2025, 11, 24), Plan.PUBLIC.firstDay(TODAY));
        assertEquals(LocalDate.of(2025, 11, 24), Plan.DEMO.firstDay(TODAY));
        assertEquals(LocalDate.of(2013, 4, 28), Plan.PRO.firstDay(TODAY));
    }
}
