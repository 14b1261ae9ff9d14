package dev.ecoin.training;

import dev.ecoin.runs.RunRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Options of a training.
 *
 * @param order {@code auto}, an order or another name that a family of models knows, or null for the configured one
 * @param activate whether to activate the model if it passes the gate; otherwise it is kept as a candidate
 * @param overrideLimits whether the model may serve if its forecasts or limits exceed what the price's history allows
 * @param reason given by the requester, or null
 */
public record TrainingRequest(String order, boolean activate, boolean overrideLimits, String reason) {

    /** The configured order, activated if it passes the gate. */
    public static final TrainingRequest CONFIGURED = new TrainingRequest(null, true, null);

    /** Requester of the nightly trainings in the history. */
    public static final String BY_NIGHT = "nightly training";

    private static final String ORDER = "order";
    private static final String ACTIVATE = "activate";
    private static final String OVERRIDE_LIMITS = "override_limits";
    private static final String REASON = "reason";

    /** A request without override: limits must pass the gate. */
    public TrainingRequest(String order, boolean activate, String reason) {
        this(order, activate, false, reason);
    }

    /** Reads the output of {@link #json}; missing fields take their defaults. */
    static TrainingRequest of(JsonObject json) {
        return new TrainingRequest(
                json.getString(ORDER),
                json.getBoolean(ACTIVATE, true),
                json.getBoolean(OVERRIDE_LIMITS, false),
                json.getString(REASON));
    }

    /** @param by name of the requester */
    public RunRequest run(String coin, String by) {
        return RunRequest.of(TrainingKind.TRAIN.label(), coin, json().encode(), by);
    }

    JsonObject json() {
        var json = new JsonObject().put(ACTIVATE, activate);
        if (overrideLimits) {
            json.put(OVERRIDE_LIMITS, true);
        }
        Optional.ofNullable(order).ifPresent(value -> json.put(ORDER, value));
        Optional.ofNullable(reason).ifPresent(value -> json.put(REASON, value));
        return json;
    }
}
