package dev.ecoin.forecasting;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The families of models registered in {@code META-INF/services}. */
public final class ModelFamilies {

    private static final List<ModelFamily> ALL =
            ServiceLoader.load(ModelFamily.class, ModelFamilies.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
    private static final Map<Byte, ModelFamily> BY_ID =
            ALL.stream().collect(toUnmodifiableMap(ModelFamily::id, Function.identity()));

    private ModelFamilies() {}

    /**
     * Forecaster for a model requested by name: fits it to daily prices, with calibrated intervals.
     *
     * @param name {@code auto}, an order, or the name of a model of another family
     * @param period days in a season, used if the name does not give it
     * @param overridingGate whether to keep a model with implausible forecasts instead of returning a fallback
     * @throws IllegalArgumentException if no family knows the name
     */
    public static Forecaster forecaster(String name, int period, boolean overridingGate) {
        return ALL.stream()
                .map(family -> family.forecaster(name, period, overridingGate))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an order: \"" + name + "\"; expected " + names()));
    }

    /**
     * Checks a name of a model.
     *
     * @return the name unchanged
     * @throws IllegalArgumentException if no family knows the name
     */
    public static String checked(String name) {
        forecaster(name, 1, false);
        return name;
    }

    /** All valid names, as text for messages. */
    public static String names() {
        return ALL.stream()
                .map(ModelFamily::names)
                .flatMap(Optional::stream)
                .sorted()
                .collect(joining(", or "));
    }

    /** The family with an id; empty if none is registered. */
    static Optional<ModelFamily> withId(byte id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
