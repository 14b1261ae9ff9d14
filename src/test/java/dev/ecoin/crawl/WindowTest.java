package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    @Test
    void windowsCoverEveryDayOnce() {
        assertEquals(
                List.of(
                        new Window(FIRST, FIRST.plusDays(364)),
                        new Window(FIRST.plusDays(365), FIRST.plusDays(729)),
                        new Window(FIRST.plusDays(730), FIRST.plusDays(730))),
                Window.cut(FIRST, FIRST.plusDays(730), 365));
    }

    @Test
    void oneDayIsOneWindowAndNoneIsNone() {
        assertEquals(List.of(new Window(FIRST, FIRST)), Window.cut(FIRST, FIRST, 365));
        assertEquals(List.of(), Window.cut(FIRST, FIRST.minusDays(1), 365));
    }

    @Test
    void daysCountBothEnds() {
        assertEquals(366, new Window(FIRST, LocalDate.of(2024, 12, 31)).days());
        assertThrows(IllegalArgumentException.class, () -> new Window(FIRST, FIRST.minusDays(1)));
    }
}
