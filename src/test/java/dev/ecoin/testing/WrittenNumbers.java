package dev.ecoin.testing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.vertx.core.Context;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the decimals that the service under test renders as JSON, separately on event loops. */
@Singleton
public final class WrittenNumbers implements ObjectMapperCustomizer {

    private final AtomicInteger onEventLoops = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule().addSerializer(BigDecimal.class, new Counted()));
    }

    /** Number since the last call. */
    public int takeOnEventLoops() {
        return onEventLoops.getAndSet(0);
    }

    public int takeElsewhere() {
        return elsewhere.getAndSet(0);
    }

    private final class Counted extends StdSerializer<BigDecimal> {

        private static final long serialVersionUID = 1;

        Counted() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal number, JsonGenerator json, SerializerProvider provider) throws IOException {
            (Context.isOnEventLoopThread() ? onEventLoops : elsewhere).incrementAndGet();
            json.writeNumber(number);
        }
    }
}
