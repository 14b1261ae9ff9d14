package dev.ecoin.schedule;

import dev.ecoin.prices.CoinActivated;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Takes coins that were added or resumed while the service runs through crawl and training, beside the requests. */
@ApplicationScoped
class NewCoins {

    private static final Logger LOG = Logger.getLogger(NewCoins.class);

    private final Pipeline pipeline;

    /** One run at work and one waiting: a third has nothing to add, the waiting one will find every coin. */
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), NewCoins::thread, new DiscardPolicy());

    NewCoins(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    void onActivated(@Observes CoinActivated coin) {
        worker.execute(() -> takeIn(coin.coin()));
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }

    private void takeIn(String coin) {
        try {
            pipeline.takeIn();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s was added but not taken in; the next scheduled crawl and training do it", coin);
        }
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "new coins");
        thread.setDaemon(true);
        return thread;
    }
}
