package dev.ecoin;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Tells GraalVM of the classes that our caches are made of. Caffeine composes their names of the cache's settings and
 * loads them by name; Quarkus names some of them only.
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
