package dev.ecoin.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckQueueTest {

    @Test
    void theLowestRankComesFirstAndOfItTheNewest() throws Exception {
        var order = Collections.synchronizedList(new ArrayList<String>());
        var begin = new CompletableFuture<Void>();
        var end = new CompletableFuture<Void>();
        try (var queue = new CheckQueue("test")) {
            queue.at(0).execute(begin::join);
            queue.at(12).execute(() -> order.add("old"));
            queue.at(12).execute(() -> order.add("new"));
            queue.at(20).execute(() -> {
                order.add("of a network that guesses");
                end.complete(null);
            });
            queue.at(0).execute(() -> order.add("came again"));
            begin.complete(null);
            end.get(5, TimeUnit.MINUTES);
        }

        assertEquals(List.of("came again", "new", "old", "of a network that guesses"), order);
    }
}
