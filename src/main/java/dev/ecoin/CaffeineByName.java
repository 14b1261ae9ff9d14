package dev.ecoin;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Registers the classes of our caches for GraalVM. Caffeine derives their names from a cache's settings and loads them
 * by name; Quarkus registers only some of them.
 */
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMSA",
            "com.github.benmanes.caffeine.cache.SSMSW",
            "com.github.benmanes.caffeine.cache.SSMW",
            "com.github.benmanes.caffeine.cache.PSAMS",
            "com.github.benmanes.caffeine.cache.PSMW",
            "com.github.benmanes.caffeine.cache.PSWMS",
            "com.github.benmanes.caffeine.cache.PSWMW"
        })
final class CaffeineByName {

    private CaffeineByName() {}
}
