package dev.ecoin.http.security;

import dev.ecoin.http.ProblemException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Passes only existing files to Swagger UI. It searches the class path for any other name and records its absence in
 * four caches, three of which are in the JDK and limited only by the heap.
 */
@Singleton
final class SwaggerUiFiles {

    private static final String DIRECTORY = "/q/swagger-ui/";

    private static final Set<String> FILES = Set.of(
            "",
            "index.html",
            "oauth2-redirect.html",
            "favicon.ico",
            "logo.png",
            "style.css",
            "swagger-ui.css",
            "swagger-ui.css.map",
            "swagger-ui-bundle.js",
            "swagger-ui-bundle.js.map",
            "swagger-ui-standalone-preset.js",
            "swagger-ui-standalone-preset.js.map",
            "theme-feeling-blue.css");

    /** Before Swagger UI, after the checks of the address. */
    private static final int PRIORITY = 900;

    void install(@Observes Filters filters) {
        filters.register(SwaggerUiFiles::check, PRIORITY);
    }

    private static void check(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith(DIRECTORY) && !FILES.contains(path.substring(DIRECTORY.length()))) {
            context.fail(ProblemException.notFound(
                    "path", path, "There is nothing at " + path, DIRECTORY + " and what its page loads"));
        } else {
            context.next();
        }
    }
}
