package dev.ecoin.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document what its operations refer to: what their tags mean, how the operator proves to be it, where
 * the service is, and each parameter that several operations have, once.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class SharedParts implements OASFilter {

    private static final Map<String, String> TAGS = new TreeMap<>(Map.ofEntries(
            Map.entry("Accuracy", "How good served forecasts turned out"),
            Map.entry("Alerts", "Rules over forecasts, and when they fired"),
            Map.entry("Analyses", "Analyses and exports of the stored prices"),
            Map.entry("Coins", "The coins and their states"),
            Map.entry("Crawls", "Fetching prices from their sources"),
            Map.entry("Engine", "Fits and backtests of series that are sent"),
            Map.entry("Explanation", "What prices and forecasts consist of, and which days stand out"),
            Map.entry("Forecasts", "Daily forecasts with prediction intervals"),
            Map.entry("Models", "Models, their trainings and backtests"),
            Map.entry("Prices", "Stored prices, their quality, and imports"),
            Map.entry("Risk", "Probabilities of prices, and simulated paths"),
            Map.entry("Session", "Signing in a browser"),
            Map.entry("Webhooks", "Where alerts are sent, and what became of them")));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // The endpoints name tags without a description.
        document.setTags(Stream.concat(
                        TAGS.keySet().stream(),
                        document.getTags().stream().map(tag -> tag.getName()).filter(name -> !TAGS.containsKey(name)))
                .sorted()
                .map(name -> OASFactory.createTag().name(name).description(TAGS.get(name)))
                .toList());
        document.setServers(
                List.of(OASFactory.createServer().url("/").description("The service that gives this document")));
        document.getComponents()
                .addSecurityScheme(
                        ProblemResponses.OPERATOR,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("basic")
                                .description("The operator's name and password, or a bearer token where OpenID Connect"
                                        + " is configured"));
        shareParameters(document);
    }

    /** A parameter of an operation, and the first part of its path. */
    private record Use(String section, Operation operation, Parameter parameter) {}

    private static void shareParameters(OpenAPI document) {
        var uses = new LinkedHashMap<List<Object>, List<Use>>();
        new TreeMap<>(document.getPaths().getPathItems())
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> {
                    for (var parameter : parameters(operation)) {
                        uses.computeIfAbsent(content(parameter), key -> new ArrayList<>())
                                .add(new Use(path.split("/")[1], operation, parameter));
                    }
                }));
        uses.values().removeIf(same -> same.size() == 1);
        var variants = new HashMap<String, Integer>();
        uses.values().forEach(same -> variants.merge(same.get(0).parameter().getName(), 1, Integer::sum));
        uses.values().forEach(same -> share(document, same, variants));
    }

    private static void share(OpenAPI document, List<Use> same, Map<String, Integer> variants) {
        var first = same.get(0);
        var name = first.parameter().getName();
        // Parameters of one name may mean different things in different sections.
        var shared = variants.get(name) == 1 ? capitalized(name) : capitalized(first.section()) + capitalized(name);
        var component = shared;
        for (int i = 2;
                document.getComponents().getParameters() != null
                        && document.getComponents().getParameters().containsKey(component);
                i++) {
            component = shared + i;
        }
        document.getComponents().addParameter(component, first.parameter());
        for (var use : same) {
            var parameters = new ArrayList<>(use.operation().getParameters());
            parameters.set(
                    parameters.indexOf(use.parameter()),
                    OASFactory.createParameter().ref("#/components/parameters/" + component));
            use.operation().setParameters(parameters);
        }
    }

    private static List<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    /** Equal for parameters that mean the same. */
    private static List<Object> content(Parameter parameter) {
        var schema = parameter.getSchema();
        var said = new ArrayList<Object>(Arrays.asList(
                parameter.getName(),
                parameter.getIn(),
                parameter.getRequired(),
                parameter.getDescription(),
                parameter.getExample()));
        if (schema != null) {
            said.addAll(Arrays.asList(
                    schema.getType(),
                    schema.getFormat(),
                    schema.getRef(),
                    schema.getDefaultValue(),
                    schema.getMinimum(),
                    schema.getMaximum(),
                    schema.getEnumeration()));
        }
        return said;
    }

    private static String capitalized(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
