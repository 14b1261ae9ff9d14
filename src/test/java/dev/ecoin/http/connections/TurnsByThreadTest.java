package dev.ecoin.http.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.EventLoop;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxInternal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsByThreadTest {

    private static final int LOOPS = 2;

    /** As created by Quarkus: the service loader supplies our transport. */
    private final VertxInternal vertx = (VertxInternal) new VertxBuilder(new VertxOptions().setEventLoopPoolSize(LOOPS))
            .init()
            .vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void anotherThreadTakesNobodysTurn() {
        var first = vertx.getEventLoopGroup().next();
        CompletableFuture.runAsync(() -> vertx.getEventLoopGroup().next()).join();
        var second = vertx.getEventLoopGroup().next();

        assertNotSame(first, second);
        assertSame(first, vertx.getEventLoopGroup().next());
    }

    @Test
    void aDeploymentHasALoopForEachInstanceWhileOthersAskForLoops() throws Exception {
        var ended = new AtomicBoolean();
        var others = CompletableFuture.runAsync(() -> {
            while (!ended.get()) {
                vertx.getEventLoopGroup().next();
            }
        });
        try {
            for (var deployment = 0; deployment < 200; deployment++) {
                Set<EventLoop> loops = ConcurrentHashMap.newKeySet();
                vertx.deployVerticle(
                                () -> new AbstractVerticle() {
                                    @Override
                                    public void start() {
                                        loops.add(((ContextInternal) context).nettyEventLoop());
                                    }
                                },
                                new DeploymentOptions().setInstances(LOOPS))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(1, TimeUnit.MINUTES);
                assertEquals(LOOPS, loops.size());
            }
        } finally {
            ended.set(true);
            others.join();
        }
    }
}
