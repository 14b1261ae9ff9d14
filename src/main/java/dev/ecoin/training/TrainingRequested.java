package dev.ecoin.training;

/** A training or a backtest was requested and waits; whoever decides when things happen may begin it. */
public record TrainingRequested(long run) {}
