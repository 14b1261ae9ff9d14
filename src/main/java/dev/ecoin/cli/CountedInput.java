package dev.ecoin.cli;

import java.io.InputStream;
import java.util.function.LongConsumer;
import org.apache.commons.io.input.ProxyInputStream;

/** Counts the bytes read from a file. */
final class CountedInput extends ProxyInputStream {

    private final LongConsumer progress;
    private long count;

    CountedInput(InputStream in, LongConsumer progress) {
        super(in);
        this.progress = progress;
    }

    @Override
    protected void afterRead(int n) {
        if (n > 0) {
            count += n;
            progress.accept(count);
        }
    }
}
