package dev.ecoin.training;

/**
 * Event: a transaction of this process has changed the coin's active model or its state. Fired as soon as it is committed;
 * changes by other processes come through {@link ActivationChannel} only.
 */
public record ActiveModelChanged(String coin) {}
