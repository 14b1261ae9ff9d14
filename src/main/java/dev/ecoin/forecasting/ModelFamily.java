package dev.ecoin.forecasting;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A family of models: parses requested names and reads stored models; {@link FittedModel} does the rest. To add a
 * family, implement both interfaces and register this one in {@code META-INF/services}, which {@link ModelFamilies}
 * reads; no other code lists the families. Implementations are immutable and have a public no-argument constructor.
 */
public interface ModelFamily {

    /** Identifies the family in stored models; must never change. */
    byte id();

    /** The names a user can request, as part of a message that lists valid values; empty if there are none. */
    default Optional<String> names() {
        return Optional.empty();
    }

    /**
     * Forecaster for a model requested by name: fits it to daily prices, with calibrated intervals.
     *
     * @param name such as (1,1,1)(1,0,1)7
     * @param period days in a season, used if the name does not give it
     * @param overridingGate whether to keep a model with implausible forecasts instead of returning a fallback
     * @return empty if the name belongs to another family
     * @throws IllegalArgumentException if the name belongs to this family but is misspelt or out of range
     */
    default Optional<Forecaster> forecaster(String name, int period, boolean overridingGate) {
        return Optional.empty();
    }

    /**
     * Reads the fields that {@link FittedModel#write} wrote.
     *
     * @param version version of the binary format the fields were written in
     * @throws RuntimeException if a field is out of range; {@link ModelCodec#decode} catches the possible types
     */
    FittedModel read(ByteBuffer fields, short version);
}
