package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.training.TrainingRequested;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class RequestedTrainingsTest {

    @Test
    void hundredsOfRequestsTakeOneThreadAndWhoeverRequestsGoesOn() {
        var begun = new Semaphore(0);
        var mayEnd = new Semaphore(0);
        var trainings = new RequestedTrainings(
                new Pipeline(null, null, null, null, null, null, null, null, null, null, null, null, null, null) {
                    @Override
                    void trainWhatIsRequested() {
                        begun.release();
                        mayEnd.acquireUninterruptibly();
                    }
                });
        trainings.onRequested(new TrainingRequested(1));
        begun.acquireUninterruptibly();

        for (int i = 2; i < 500; i++) {
            trainings.onRequested(new TrainingRequested(i));
        }

        assertEquals(0, begun.availablePermits(), "all others wait");
        mayEnd.release(1);
        begun.acquireUninterruptibly();
        mayEnd.release(1);
        trainings.stop();
        assertEquals(0, begun.availablePermits(), "one run more finds them all");
    }
}
