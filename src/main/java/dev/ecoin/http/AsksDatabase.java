package dev.ecoin.http;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource whose answers come from the database: each arrives within {@link RequestTimeout} or fails. Endpoints that
 * do not return a {@link Uni}, such as streams and blocking ones, must enforce their own limit.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AsksDatabase {

    @AsksDatabase
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    final class Bound {

        private final RequestTimeout timeout;

        Bound(RequestTimeout timeout) {
            this.timeout = timeout;
        }

        @AroundInvoke
        Object bound(InvocationContext invocation) throws Exception {
            var answer = invocation.proceed();
            return answer instanceof Uni<?> uni ? timeout.bound(uni) : answer;
        }
    }
}
