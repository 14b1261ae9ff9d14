package dev.ecoin.testing;

import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Runs the service under test on a real PostgreSQL with a CoinGecko stand-in; requests use the operator's credentials.
 */
@WithTestResource(PostgresResource.class)
@WithTestResource(CoinGeckoResource.class)
@WithTestResource(OperatorResource.class)
@Tag("service")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface WithDatabaseAndCoinGecko {}
