package dev.ecoin.http.security;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an endpoint whose answer needs much work or space, such as an export. A client may send {@code
 * ecoin.security.expensive-requests-per-minute} such requests in a minute; further ones are answered with 429 and
 * {@code Retry-After}. The endpoint's {@code @APIResponse} documents that.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Expensive {}
