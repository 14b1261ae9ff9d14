package dev.ecoin.training;

import io.vertx.core.json.JsonObject;

/**
 * What the gate says of a model.
 *
 * @param reason null where there is nothing to say
 * @param backtest what it was measured by, null if it was not
 */
record Verdict(boolean accepted, String reason, JsonObject backtest) {

    String label() {
        return accepted ? "accepted" : "rejected";
    }
}
