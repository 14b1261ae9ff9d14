package dev.ecoin.forecasting;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The registered families of models: those that {@code META-INF/services} names. */
public final class ModelFamilies {

    private static final List<ModelFamily> ALL =
            ServiceLoader.load(ModelFamily.class, ModelFamilies.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
    private static final Map<Byte, ModelFamily> BY_ID =
            ALL.stream().collect(toUnmodifiableMap(ModelFamily::id, Function.identity()));

    private ModelFamilies() {}

    /**
     * What fits a model that is asked for by name to daily prices, with calibrated intervals.
     *
     * @param name {@code auto}, an order, or what another family calls its models
     * @param period days in a season, where the name leaves it open
     * @param overridingGate whether to return a model whose forecasts leave what history allows, instead of a stand-in
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
     * A name by which a model can be asked for.
     *
     * @return the same
     * @throws IllegalArgumentException if no family knows the name
     */
    public static String checked(String name) {
        forecaster(name, 1, false);
        return name;
    }

    /** All that can be asked for. */
    public static String names() {
        return ALL.stream()
                .map(ModelFamily::names)
                .flatMap(Optional::stream)
                .sorted()
                .collect(joining(", or "));
    }

    /** Empty if none is registered with the id. */
    static Optional<ModelFamily> withId(byte id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
