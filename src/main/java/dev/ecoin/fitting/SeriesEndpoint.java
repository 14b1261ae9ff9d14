package dev.ecoin.fitting;

import dev.ecoin.http.security.PostEndpoint;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** The size of bodies that {@link FittingResource} accepts, and from whom. */
record SeriesEndpoint(String path, boolean isOpenToReaders) implements PostEndpoint {

    /** Twenty characters for each value. */
    private static final long LONGEST_BODY = 20L * SeriesReader.MOST_SERIES * SeriesReader.MOST_VALUES;

    @Override
    public Set<String> mediaTypes() {
        return FittingResource.MEDIA_TYPES;
    }

    @Override
    public long longestBody() {
        return LONGEST_BODY;
    }

    @Override
    public String hint() {
        return " With ecoin.fit.enabled=true all callers who may read may use POST " + path + ".";
    }

    @Singleton
    static final class Both {

        private final FitConfig config;

        Both(FitConfig config) {
            this.config = config;
        }

        @Produces
        @Singleton
        PostEndpoint fit() {
            return new SeriesEndpoint("/" + FittingResource.FIT, config.enabled());
        }

        @Produces
        @Singleton
        PostEndpoint backtest() {
            return new SeriesEndpoint("/" + FittingResource.BACKTEST, config.enabled());
        }
    }
}
