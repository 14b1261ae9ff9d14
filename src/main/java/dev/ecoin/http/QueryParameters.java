package dev.ecoin.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects unknown parameters, which are usually misspelt, and repeated ones, which are ambiguous. Lists are a single
 * comma-separated value.
 */
final class QueryParameters {

    /** Before filters that query the database. */
    private static final int PRIORITY = Priorities.USER - 1;

    private final Map<Method, List<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = PRIORITY)
    void refuse(RoutingContext request, ResourceInfo resource) {
        // Read from where Quarkus reads them for the endpoint too: UriInfo would parse the query a second time.
        var given = request.queryParams();
        if (given.isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(resource.getResourceMethod(), QueryParameters::names);
        for (var name : given.names()) {
            if (!names.contains(name)) {
                throw ProblemException.badRequest(
                        name,
                        given.get(name),
                        "There is no parameter '" + name + "' here",
                        names.isEmpty() ? "this address without parameters" : String.join(", ", names));
            }
            var values = given.getAll(name);
            if (values.size() > 1) {
                throw ProblemException.badRequest(
                        name,
                        values.get(1),
                        "The parameter '" + name + "' is given " + values.size() + " times",
                        "to give it once");
            }
        }
    }

    private static List<String> names(Method endpoint) {
        return Arrays.stream(endpoint.getParameters())
                .flatMap(QueryParameters::names)
                .toList();
    }

    private static Stream<String> names(Parameter parameter) {
        return parameter.isAnnotationPresent(BeanParam.class)
                ? Arrays.stream(parameter.getType().getDeclaredFields()).flatMap(field -> name(field, field.getName()))
                : name(parameter, parameter.getName());
    }

    private static Stream<String> name(AnnotatedElement element, String name) {
        var rest = element.getAnnotation(RestQuery.class);
        if (rest != null) {
            return Stream.of(rest.value().isEmpty() ? name : rest.value());
        }
        return Stream.ofNullable(element.getAnnotation(QueryParam.class)).map(QueryParam::value);
    }
}
