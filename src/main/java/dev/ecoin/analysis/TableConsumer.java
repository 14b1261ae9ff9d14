package dev.ecoin.analysis;

import java.io.IOException;

/** Receives a result in parts. There is at least one part, so that the columns are known even without rows. */
@FunctionalInterface
public interface TableConsumer {
    void accept(Table part) throws IOException;
}
