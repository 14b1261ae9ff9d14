package dev.ecoin.testing;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/** After every test of a running service, waits for background work that the test started. */
public final class AwaitsRequestedWork implements QuarkusTestAfterEachCallback {

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        Arc.container().select(Service.class).get().awaitRequestedWork();
    }
}
