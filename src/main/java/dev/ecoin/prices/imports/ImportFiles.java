package dev.ecoin.prices.imports;

import dev.ecoin.http.security.PostEndpoint;
import jakarta.inject.Singleton;
import java.util.Set;

/** The request bodies that {@link ImportResource} accepts. */
@Singleton
final class ImportFiles implements PostEndpoint {

    private final long largest;

    ImportFiles(ImportConfig config) {
        largest = config.largestFile().asLongValue();
    }

    @Override
    public String path() {
        return ImportResource.PATH;
    }

    @Override
    public Set<String> mediaTypes() {
        return ImportResource.MEDIA_TYPES;
    }

    @Override
    public long longestBody() {
        return largest;
    }
}
