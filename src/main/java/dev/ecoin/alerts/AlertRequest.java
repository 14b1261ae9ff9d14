package dev.ecoin.alerts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /alerts} and {@code PUT /alerts/{id}}; in a PUT, omitted fields keep their values. */
@RegisterForReflection
@Schema(name = "AlertRequest")
record AlertRequest(
        @Schema(description = "For people, up to 100 characters", examples = "Bitcoin above 100,000")
        String name,

        @Schema(description = "CoinGecko's ids; empty for all active coins, as if left out", examples = "[\"bitcoin\"]")
        List<String> coins,

        @Schema(implementation = Condition.class) Condition condition,

        @Schema(description = "Whether the rule is evaluated; true if left out", examples = "true")
        Boolean enabled,

        @Schema(description = "Ids of the webhooks that messages go to; none if left out", examples = "[1]")
        List<Long> webhooks) {

    static final AlertRequest EMPTY = new AlertRequest(null, null, null, null, null);

    /** The request with omitted fields filled in from a rule. */
    AlertRequest over(Alert rule) {
        return new AlertRequest(
                name == null ? rule.name() : name,
                coins == null ? rule.coins() : coins,
                condition == null ? rule.condition() : condition,
                enabled == null ? Boolean.valueOf(rule.enabled()) : enabled,
                webhooks == null ? rule.webhooks() : webhooks);
    }
}
