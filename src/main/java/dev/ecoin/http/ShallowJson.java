package dev.ecoin.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Limits the nesting depth; no JSON that the service reads, including CoinGecko's, is nested more deeply. */
@Singleton
final class ShallowJson implements ObjectMapperCustomizer {

    private static final int DEEPEST = 50;

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }
}
