package dev.ecoin.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Keeps the example dates in the future, so that an example works when it is tried. */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class ApiDocument implements OASFilter {

    private static final int EXAMPLE_HORIZON = 30;

    private final Clock clock;

    ApiDocument(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if (parameter.getSchema() != null && "date".equals(parameter.getSchema().getFormat())) {
            parameter.setExample(LocalDate.now(clock).plusDays(EXAMPLE_HORIZON).toString());
        }
        return parameter;
    }
}
