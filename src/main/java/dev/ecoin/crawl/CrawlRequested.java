package dev.ecoin.crawl;

/** A run was requested and waits; whoever decides when things happen may begin it. */
public record CrawlRequested(long run) {}
