package dev.ecoin.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
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
    void refuse(UriInfo request, ResourceInfo resource) {
        var given = request.getQueryParameters();
        if (given.isEmpty()) {
            return;
        }
        var names = known.computeIfAbsent(resource.getResourceMethod(), QueryParameters::names);
        given.forEach((name, values) -> {
            if (!names.contains(name)) {
                throw ProblemException.badRequest(
                        name,
                        values.get(0),
                        "There is no parameter '" + name + "' here",
                        names.isEmpty() ? "this address without parameters" : String.join(", ", names));
            }
            if (values.size() > 1) {
                throw ProblemException.badRequest(
                        name,
                        values.get(1),
                        "The parameter '" + name + "' is given " + values.size() + " times",
                        "to give it once");
            }
        });
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
