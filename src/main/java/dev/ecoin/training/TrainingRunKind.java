package dev.ecoin.training;

import dev.ecoin.runs.RunKind;
import java.util.Optional;

/** A kind of run that computes with the model of one coin. */
interface TrainingRunKind extends RunKind {

    TrainingKind kind();

    @Override
    default String name() {
        return kind().label();
    }

    @Override
    default Workers workers() {
        return Workers.PROCESSORS;
    }

    @Override
    default String address() {
        return TrainingRun.ADDRESS;
    }

    @Override
    default Optional<String> timer() {
        return Optional.of(kind().timer);
    }
}
