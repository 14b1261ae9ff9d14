package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrawlRequestTest {

    @Test
    void theSameCoinsInAnyOrderAreTheSameRequest() {
        var run = of("bitcoin", "ethereum").run("ann");

        assertEquals(run, of("ethereum", "bitcoin", "ethereum").run("ann"));
        assertEquals("{\"mode\":\"range\",\"coins\":[\"bitcoin\",\"ethereum\"]}", run.options());
    }

    private static CrawlRequest of(String... coins) {
        return new CrawlRequest(List.of(coins), null, null, CrawlMode.RANGE);
    }
}
