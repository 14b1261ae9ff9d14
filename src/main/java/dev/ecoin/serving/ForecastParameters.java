package dev.ecoin.serving;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** Parameters of all forecasts with limits. */
@RegisterForReflection(methods = false)
public final class ForecastParameters {

    @RestQuery
    @Parameter(
            description = "Last day to forecast, ISO 8601 (UTC); excludes horizon",
            schema = @Schema(type = SchemaType.STRING, format = "date"))
    String to;

    @RestQuery
    @Parameter(
            description = "Number of days to forecast; excludes to",
            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "30"),
            example = "30")
    String horizon;

    /** For the OpenAPI document only: null here also if the parameter is empty, which has a meaning of its own. */
    @RestQuery
    @Parameter(
            description =
                    "Coverage of the prediction intervals in percent, separated by commas; empty for prices alone",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "80,95"),
            example = "80,95")
    String level;

    @Context
    RoutingContext request;

    ForecastOptions options(int maxHorizon) {
        return ForecastOptions.read(to, horizon, request.queryParams().get("level"), maxHorizon);
    }
}
