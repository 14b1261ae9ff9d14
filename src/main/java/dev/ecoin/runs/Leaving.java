package dev.ecoin.runs;

/** This process was asked to end: nothing new is begun, and what is under way ends soon or is handed back. */
public record Leaving() {}
