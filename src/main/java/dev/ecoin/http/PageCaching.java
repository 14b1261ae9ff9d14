package dev.ecoin.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Browser caching of the page's files. The page's own files change with the service and are revalidated each time,
 * which costs a 304; a webjar's address contains its version.
 */
@Singleton
final class PageCaching {

    /** Before the files are served, which would otherwise be cached for a day. */
    private static final int PRIORITY = 500;

    void install(@Observes Filters filters) {
        filters.register(PageCaching::add, PRIORITY);
    }

    private static void add(RoutingContext context) {
        var path = context.request().path();
        if (path != null) {
            if (path.equals("/") || path.equals("/index.html") || path.startsWith("/app/")) {
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            } else if (path.startsWith("/webjars/")) {
                context.response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
            }
        }
        context.next();
    }
}
