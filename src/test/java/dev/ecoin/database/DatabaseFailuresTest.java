package dev.ecoin.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.CompositeException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailuresTest {

    /** SQLSTATEs from PostgreSQL's appendix A. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08P01", "25006", "25P03", "26000", "28000", "28P01", "3D000", "40001", "40P01", "42501",
                "42P05", "53100", "53200", "53300", "55000", "55P03", "57014", "57P01", "57P02", "57P03", "58030",
                "XX001"
            })
    void whatTheDatabaseDoesNotManageIsAnOutage(String state) {
        var failure = new PgException("message", "ERROR", state, null);
        assertTrue(DatabaseFailures.isOutage(failure));
        assertTrue(DatabaseFailures.isOutage(new IllegalStateException(new ExecutionException(failure))));
        assertTrue(DatabaseFailures.isOutage(new CompositeException(failure, new IllegalStateException())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22021", "23505", "23503", "42601", "42P01", "42703", "54000", "P0001"})
    void whatItRefusesIsNone(String state) {
        var failure = new PgException("message", "ERROR", state, null);
        assertFalse(DatabaseFailures.isOutage(failure));
    }

    @Test
    void whatCannotBeReadAsJsonIsNone() {
        var failure = assertThrows(IOException.class, () -> new ObjectMapper().readTree("{"));
        assertFalse(DatabaseFailures.isOutage(failure));
    }
}
