package dev.ecoin.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextOriginTest {

    private static final String NIGHTLY = "0 45 0 * * ?";

    private final SettableClock clock = new SettableClock();

    @ParameterizedTest
    @CsvSource({
        // The newest day there is: nothing new before the next crawl.
        "2026-11-23T10:00:00Z, 2026-11-22, max-age=53100",
        "2026-11-23T23:59:59Z, 2026-11-22, max-age=2701",
        "2026-11-24T00:44:59Z, 2026-11-22, max-age=1",
        // The crawl is due, or under way, or did not bring what it should have.
        "2026-11-24T00:45:00Z, 2026-11-22, max-age=60",
        "2026-11-24T00:46:10Z, 2026-11-22, max-age=60",
        "2026-11-24T12:00:00Z, 2026-08-08, max-age=60",
        // It has come.
        "2026-11-24T00:46:00Z, 2026-11-23, max-age=86340",
    })
    void aForecastMayBeKeptUntilTheNextCrawlUnlessOneIsOverdue(Instant now, LocalDate origin, String expected) {
        clock.advance(Duration.between(clock.instant(), now));

        assertEquals(expected, new NextOrigin(clock, NIGHTLY).cacheControl(origin));
    }

    @Test
    void timeGoesOnFromOneCrawlToTheNext() {
        var nextOrigin = new NextOrigin(clock, NIGHTLY);
        assertEquals("max-age=53100", nextOrigin.cacheControl(LocalDate.of(2026, 11, 22)));

        clock.advance(Duration.ofSeconds(100));
        assertEquals("max-age=53000", nextOrigin.cacheControl(LocalDate.of(2026, 11, 22)));

        clock.advance(Duration.ofDays(1));
        assertEquals("max-age=60", nextOrigin.cacheControl(LocalDate.of(2026, 11, 22)));
        assertEquals("max-age=53000", nextOrigin.cacheControl(LocalDate.of(2026, 11, 23)));
    }

    @Test
    void withoutAScheduleOrAForecastNothingMayBeKeptUnasked() {
        assertEquals("no-cache", new NextOrigin(clock, "off").cacheControl(LocalDate.of(2026, 11, 22)));
        assertEquals("no-cache", new NextOrigin(clock, NIGHTLY).cacheControl(null));
    }
}
