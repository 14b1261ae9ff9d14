package dev.ecoin.feeds;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The feeds in use, in order of precedence. */
@Singleton
public class Feeds {

    private static final Logger LOG = Logger.getLogger(Feeds.class);

    /** Before the database is used. */
    private static final int FIRST = 1;

    private final Map<String, PriceFeed> byName;
    private final List<String> names;
    private final List<PriceFeed> feeds;
    private final Set<String> off = ConcurrentHashMap.newKeySet();

    Feeds(@All List<PriceFeed> all, FeedsConfig config) {
        byName = all.stream().collect(Collectors.toMap(PriceFeed::name, Function.identity()));
        names = config.names().stream().distinct().toList();
        feeds = names.stream().filter(byName::containsKey).map(byName::get).toList();
    }

    /** Not in the constructor, because shutdown creates this bean again and would fail as well. */
    void requireKnown(@Observes @Priority(FIRST) StartupEvent start) {
        for (var name : names) {
            if (!byName.containsKey(name)) {
                throw new ConfigurationException("ecoin.feeds names '" + name + "', which is not a feed. The feeds are "
                        + byName.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".");
            }
        }
    }

    /** All configured feeds, including those switched off. */
    public List<PriceFeed> all() {
        return feeds;
    }

    public List<PriceFeed> inUse() {
        return feeds.stream().filter(feed -> !off.contains(feed.name())).toList();
    }

    /** Switches a feed off until the next start. */
    public void switchOff(PriceFeed feed, FeedException.NotServedHere reason) {
        if (off.add(feed.name())) {
            LOG.warnf("%s; it is not used until the next start", reason.getMessage());
        }
    }

    /** Switches all feeds on again. */
    public void switchOn() {
        off.clear();
    }
}
