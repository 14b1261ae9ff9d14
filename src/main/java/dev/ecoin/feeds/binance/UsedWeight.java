package dev.ecoin.feeds.binance;

import jakarta.inject.Singleton;

/** The weight used by this address in the current minute according to Binance, including other clients behind it. */
@Singleton
class UsedWeight {

    static final String HEADER = "X-MBX-USED-WEIGHT-1M";

    private volatile int used;

    void told(String header) {
        if (header != null && header.matches("[0-9]{1,9}")) {
            used = Integer.parseInt(header);
        }
    }

    int used() {
        return used;
    }
}
