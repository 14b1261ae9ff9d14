package dev.ecoin.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecoin.feeds.FeedException.NotServedHere;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedsTest {

    private final ThirdFeed third = new ThirdFeed();

    @Test
    void aFeedThatNobodyIsIsToldAtStartWithTheOnesThatAre() {
        var thrown = assertThrows(
                ConfigurationException.class, () -> new Feeds(List.of(third), () -> List.of("third", "kraken")));

        assertEquals("ecoin.feeds names 'kraken'; must be some of third", thrown.getMessage());
    }

    @Test
    void aFeedNamedTwiceIsAskedOnceAndOneThatIsOffNotAtAll() {
        var feeds = new Feeds(List.of(third), () -> List.of("third", "third"));
        assertEquals(List.of(third), feeds.inUse());

        feeds.switchOff(third, new NotServedHere("It does not serve this country"));

        assertEquals(List.of(), feeds.inUse());
        assertEquals(List.of(third), feeds.all());
    }
}
