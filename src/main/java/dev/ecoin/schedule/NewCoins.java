package dev.ecoin.schedule;

import dev.ecoin.prices.CoinActivated;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Takes coins that were added or resumed while the service runs through crawl and training, beside the requests. */
@ApplicationScoped
class NewCoins {

    private final Pipeline pipeline;
    private final OneAtATime worker = new OneAtATime("new coins");

    NewCoins(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void onActivated(@Observes CoinActivated coin) {
        worker.execute(
                pipeline::takeIn,
                coin.coin() + " was added but not taken in; the next scheduled crawl and training do it");
    }

    @PreDestroy
    void stop() {
        worker.close();
    }
}
