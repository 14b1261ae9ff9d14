package dev.ecoin.serving;

import dev.ecoin.prices.CoinsConfig;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Gives the parameters of the OpenAPI document examples that work here and now: a coin of ours, a date to come. */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class ApiExamples implements OASFilter {

    private static final int EXAMPLE_HORIZON = 30;

    private final CoinsConfig coins;
    private final Clock clock;

    ApiExamples(CoinsConfig coins, Clock clock) {
        this.coins = coins;
        this.clock = clock;
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if ("coin".equals(parameter.getName()) && !coins.ids().isEmpty()) {
            parameter.setExample(coins.ids().get(0));
        }
        if ("date".equals(parameter.getName())) {
            parameter.setExample(LocalDate.now(clock).plusDays(EXAMPLE_HORIZON).toString());
        }
        return parameter;
    }
}
