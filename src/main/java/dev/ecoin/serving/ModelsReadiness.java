package dev.ecoin.serving;

import dev.ecoin.http.RequestTimeout;
import dev.ecoin.training.ModelRepository;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Queries the database in the same way as forecasts do, and reports whether there is any model. A coin without a model
 * does not make the service unready: its forecasts are answered with 404 and the reason, the others are served. No coin
 * is named, because the probe needs no credentials and runs every few seconds, however many coins there are.
 */
@Readiness
@ApplicationScoped
class ModelsReadiness implements AsyncHealthCheck {

    private final RequestTimeout timeout;
    private final ModelRepository models;

    ModelsReadiness(RequestTimeout timeout, ModelRepository models) {
        this.timeout = timeout;
        this.models = models;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return timeout.bound(models.isAnyActive())
                .map(isAnyActive -> HealthCheckResponse.named("Models")
                        .up()
                        .withData(
                                "models",
                                isAnyActive
                                        ? "in place"
                                        : "no model yet: forecasts answer 404 until the first one is trained")
                        .build())
                .onFailure()
                .recoverWithItem(e -> HealthCheckResponse.named("Models")
                        .down()
                        .withData("error", "the database cannot be asked: " + e)
                        .build());
    }
}
