package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SarimaOrderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"(0,1,0)", "(1,1,1)(1,0,1)7", "(11,0,0)", "(0,2,2)", "(0,1,1)(0,1,1)12", "(0,0,0)(1,0,0)366"})
    void textRoundTrips(String text) {
        assertEquals(text, SarimaOrder.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(1,1)",
                "1,1,1",
                "(1,1,1) ",
                "(01,1,1)",
                "(1,1,1)(1,0,1)",
                "(1,1,1)(0,0,0)7",
                "(1,1,1)(1,0,1)1",
                "(1,1,1)(1,0,1)367",
                "(1,3,1)",
                "(25,0,0)",
                "(-1,0,0)",
                "(1,1,1)(1,3,1)7"
            })
    void otherTextIsRejected(String text) {
        assertThrows(IllegalArgumentException.class, () -> SarimaOrder.parse(text));
    }

    @Test
    void aPeriodWithoutSeasonalPartDoesNotMatter() {
        assertEquals(SarimaOrder.of(1, 1, 0), new SarimaOrder(1, 1, 0, 0, 0, 0, 7));
    }

    @Test
    void aSeasonalPartNeedsAPeriod() {
        var error = assertThrows(IllegalArgumentException.class, () -> new SarimaOrder(0, 1, 1, 0, 1, 1, 1));
        assertEquals("a seasonal part (0,1,1) needs a period of at least 2", error.getMessage());
    }
}
