package dev.ecoin.runs;

import static org.awaitility.Awaitility.await;

import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class LeaseTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Inject
    Member member;

    @Inject
    Service service;

    @Test
    void whereItsConnectionHasFallenSilentTheLeaseIsRenewedOnAnotherOne() throws Exception {
        member.renew();
        var backend = service.query(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'ecoin-forecaster lease'")
                .get(0)
                .getInteger("pid");
        // A stopped backend neither answers nor closes.
        signal("STOP", backend);
        try {
            var before = aliveUntil();
            await().atMost(PATIENCE).until(() -> {
                member.renew();
                return aliveUntil().isAfter(before);
            });
        } finally {
            signal("CONT", backend);
        }
    }

    private OffsetDateTime aliveUntil() {
        return service.query("SELECT alive_until FROM cluster_member WHERE id = $1", member.id())
                .get(0)
                .getOffsetDateTime("alive_until");
    }

    private static void signal(String name, int process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Integer.toString(process))
                .start()
                .waitFor();
    }
}
