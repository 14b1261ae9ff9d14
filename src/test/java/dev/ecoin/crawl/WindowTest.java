package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    @Test
    void theFewestWindowsCoverEveryWantedDay() {
        assertEquals(
                List.of(window(0, 364), window(365, 729), window(730, 730)),
                Window.covering(List.of(window(0, 730)), 365));
        assertEquals(List.of(window(3, 3)), Window.covering(List.of(window(3, 3)), 365));
        assertEquals(List.of(), Window.covering(List.of(), 365));
    }

    @Test
    void holesShareAWindowWhichBeginsAndEndsOnOne() {
        assertEquals(
                List.of(window(5, 369), window(400, 410)),
                Window.covering(List.of(window(5, 6), window(100, 100), window(369, 369), window(400, 410)), 365));
    }

    @Test
    void aHoleThatReachesBeyondAWindowIsSplit() {
        assertEquals(
                List.of(window(0, 9), window(10, 19), window(20, 24)),
                Window.covering(List.of(window(0, 2), window(6, 24)), 10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyDaysAreCoveredByWindowsThatDoNotOverlap(long seed) {
        var random = new Random(seed);
        var days = FIRST.datesUntil(FIRST.plusDays(3_000))
                .filter(day -> random.nextInt(4) == 0)
                .toList();

        var windows = Window.covering(Window.stretches(days), 30);

        assertEquals(
                days,
                windows.stream().flatMap(Window::days).filter(days::contains).toList());
        assertTrue(windows.stream().allMatch(window -> window.length() <= 30));
        assertEquals(days, Window.stretches(days).stream().flatMap(Window::days).toList());
    }

    @Test
    void theCutOfAWindowIsWhatLiesInIt() {
        assertEquals(
                List.of(window(10, 12), window(15, 15), window(19, 20)),
                window(10, 20)
                        .cut(List.of(window(0, 5), window(8, 12), window(15, 15), window(19, 30), window(40, 50))));
    }

    @Test
    void daysCountBothEnds() {
        assertEquals(366, new Window(FIRST, LocalDate.of(2024, 12, 31)).length());
        assertThrows(IllegalArgumentException.class, () -> new Window(FIRST, FIRST.minusDays(1)));
    }

    private static Window window(int from, int to) {
        return new Window(FIRST.plusDays(from), FIRST.plusDays(to));
    }
}
