package dev.ecoin.alerts;

import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.HostName;
import dev.ecoin.configuration.Values.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Rules that are evaluated after every crawl, training and activation, and the messages that they send. */
@ConfigMapping(prefix = "ecoin.alerts")
public interface AlertsConfig {

    /**
     * Hosts, separated by commas, that webhooks may address although they resolve to a private, loopback or link-local
     * address, such as {@code chat.example.internal}. By default there are none.
     */
    Optional<Set<@WithConverter(HostName.class) String>> allowedHosts();

    /** Maximum number of rules. */
    @WithDefault("2000")
    @WithConverter(AtLeastOne.class)
    int mostRules();

    /** Maximum number of webhooks. */
    @WithDefault("50")
    @WithConverter(AtLeastOne.class)
    int mostWebhooks();

    /** Time that a webhook has to resolve, connect and answer. */
    @WithDefault("15s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** Time after a rotation during which messages are signed with the former secret as well. */
    @WithDefault("24h")
    @WithConverter(PositiveDuration.class)
    Duration rotation();

    /** Time after which events of rules and deliveries are removed. */
    @WithDefault("90d")
    @WithConverter(PositiveDuration.class)
    Duration keep();
}
