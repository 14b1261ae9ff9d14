package dev.ecoin.training;

import io.vertx.core.json.JsonObject;

/**
 * The gate's verdict on a model.
 *
 * @param reason may be null
 * @param backtest of the model, null if there was none
 */
record Verdict(boolean accepted, String reason, JsonObject backtest) {

    String label() {
        return accepted ? "accepted" : "rejected";
    }
}
