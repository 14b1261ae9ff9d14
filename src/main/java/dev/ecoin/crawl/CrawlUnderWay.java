package dev.ecoin.crawl;

/** A run is under way already, here or in another process; there is one at a time. */
public final class CrawlUnderWay extends RuntimeException {
    private static final long serialVersionUID = 1;

    CrawlUnderWay() {
        super("Another process, or this one, is crawling on this database already");
    }
}
