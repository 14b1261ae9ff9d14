package dev.ecoin.runs;

/** Event: this process shuts down. It starts nothing new; runs in progress end soon or are handed back. */
public record ShuttingDown() {}
