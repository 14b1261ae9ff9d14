package dev.ecoin.schedule;

import dev.ecoin.training.TrainingRequested;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Begins trainings and backtests as they are requested, however many: none of them keeps a thread from the requests. */
@ApplicationScoped
class RequestedTrainings {

    private final Pipeline pipeline;
    private final OneAtATime worker = new OneAtATime("requested trainings");

    RequestedTrainings(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void onRequested(@Observes TrainingRequested request) {
        worker.execute(pipeline::trainWhatIsRequested, "Requested trainings wait; they are looked at again soon");
    }

    @PreDestroy
    void stop() {
        worker.close();
    }
}
