package dev.ecoin.serving;

import dev.ecoin.configuration.Currency;
import dev.ecoin.prices.CoinsConfig;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Sets examples in the OpenAPI document that work on this service: a stored coin, its currency, a future date. */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class ApiExamples implements OASFilter {

    private static final int EXAMPLE_HORIZON = 30;
    private static final Set<String> DATES_TO_COME = Set.of("date", "by");

    private final CoinsConfig coins;
    private final Currency currency;
    private final Clock clock;

    ApiExamples(CoinsConfig coins, Currency currency, Clock clock) {
        this.coins = coins;
        this.currency = currency;
        this.clock = clock;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSchema(
                        "Currency",
                        OASFactory.createSchema()
                                .addType(SchemaType.STRING)
                                .description("What prices, market caps and volumes are in (ecoin.currency)")
                                .examples(List.of(currency.code())));
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if ("coin".equals(parameter.getName()) && !coins.ids().isEmpty()) {
            parameter.setExample(coins.ids().get(0));
        }
        // References have no name.
        if (parameter.getName() != null && DATES_TO_COME.contains(parameter.getName())) {
            parameter.setExample(LocalDate.now(clock).plusDays(EXAMPLE_HORIZON).toString());
        }
        return parameter;
    }
}
