package dev.ecoin.crawl;

/** Calls made, including failed ones, and those among them that repeated one. Thread-safe. */
final class CallCount {

    private int calls;
    private int retries;

    CallCount(int calls, int retries) {
        this.calls = calls;
        this.retries = retries;
    }

    synchronized void count(boolean again) {
        calls++;
        retries += again ? 1 : 0;
    }

    synchronized int calls() {
        return calls;
    }

    synchronized int retries() {
        return retries;
    }
}
