package dev.ecoin.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecoin.feeds.FeedException.NotServedHere;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedsTest {

    private final ThirdFeed third = new ThirdFeed();

    @Test
    void aFeedThatNobodyIsIsToldAtStartWithTheOnesThatAre() {
        var feeds = new Feeds(List.of(third), () -> List.of("third", "kraken"));

        var thrown = assertThrows(ConfigurationException.class, () -> feeds.requireKnown(new StartupEvent()));

        assertEquals("ecoin.feeds names 'kraken', which is not a feed. The feeds are third.", thrown.getMessage());
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
