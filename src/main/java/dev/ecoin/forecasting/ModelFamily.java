package dev.ecoin.forecasting;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A family of models: how one is asked for, and how one is read back. All else a model tells of itself, see
 * {@link FittedModel}. A further family is one implementation of both interfaces and its registration, a line in {@code META-INF/services}
 * that {@link ModelFamilies} reads; nothing else knows which families there are. Implementations are immutable and have a
 * public constructor without parameters.
 */
public interface ModelFamily {

    /** Names the family in the binary form of its models, so it stays the same forever. */
    byte id();

    /** The names that can be asked for, in a list of what is valid; empty if none can. */
    default Optional<String> names() {
        return Optional.empty();
    }

    /**
     * What fits a model that is asked for by name to daily prices, with calibrated intervals.
     *
     * @param name such as (1,1,1)(1,0,1)7
     * @param period days in a season, where the name leaves it open
     * @param overridingGate whether to return a model whose forecasts leave what history allows, instead of a stand-in
     * @return empty if the name is not of this family
     * @throws IllegalArgumentException if it is of this family but misspelt, or out of range
     */
    default Optional<Forecaster> forecaster(String name, int period, boolean overridingGate) {
        return Optional.empty();
    }

    /**
     * Reads the fields that {@link FittedModel#write} wrote.
     *
     * @param version of the binary form that they were written in
     * @throws RuntimeException of a field out of range, as {@link ModelCodec#decode} lists them
     */
    FittedModel read(ByteBuffer fields, short version);
}
