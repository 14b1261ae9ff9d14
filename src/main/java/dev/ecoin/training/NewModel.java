package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.ModelDescription;
import java.time.Duration;
import java.time.Instant;

/**
 * A model produced by a training.
 *
 * @param trainingTime of selection and estimation
 */
record NewModel(
        FittedModel fitted, ModelDescription description, Verdict verdict, Instant trainedAt, Duration trainingTime) {}
