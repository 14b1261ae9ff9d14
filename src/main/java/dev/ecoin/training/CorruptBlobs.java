package dev.ecoin.training;

import dev.ecoin.training.StoredModel.PassedOver;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Logs each unreadable active model once, and not at every request. */
@ApplicationScoped
class CorruptBlobs {

    private static final Logger LOG = Logger.getLogger(CorruptBlobs.class);
    private static final String METRIC = "ecoin.model.corrupt";

    private final MeterRegistry metrics;
    private final Set<PassedOver> told = ConcurrentHashMap.newKeySet();

    CorruptBlobs(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void found(String coin, PassedOver corrupt) {
        if (told.add(corrupt)) {
            metrics.counter(METRIC, "coin", coin).increment();
            LOG.errorf(
                    "The active model of %s, model %d in its state %d up to %s, cannot be read: %s. The newest good one"
                            + " serves instead, and the next crawl or training replaces it.",
                    coin, corrupt.model(), corrupt.state(), corrupt.origin(), corrupt.reason());
        }
    }
}
