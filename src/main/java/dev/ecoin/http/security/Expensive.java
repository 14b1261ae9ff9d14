package dev.ecoin.http.security;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An endpoint whose answer takes much work or space, such as an export: a client may ask for
 * {@code ecoin.security.expensive-requests-per-minute} of them in a minute, and is then answered with 429 and
 * {@code Retry-After}. Its {@code @APIResponse} documents that.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Expensive {}
