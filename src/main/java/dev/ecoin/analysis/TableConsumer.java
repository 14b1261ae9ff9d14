package dev.ecoin.analysis;

import java.io.IOException;

/** Takes an answer part by part; the first part tells the columns, even if there are no rows. */
@FunctionalInterface
public interface TableConsumer {
    void accept(Table part) throws IOException;
}
