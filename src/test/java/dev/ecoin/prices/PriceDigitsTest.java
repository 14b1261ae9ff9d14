package dev.ecoin.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceDigitsTest {

    @ParameterizedTest
    @CsvSource({
        "64801.51779, 64801.52",
        "1234567.891, 1234567.89",
        "1234.56789, 1234.57",
        "12.3456789, 12.3457",
        "1.0, 1.0",
        "0.000012345678, 0.0000123457",
        "1.2345678e-12, 0.00000000000123457"
    })
    void centsOrSixSignificantDigitsWhicheverIsFiner(double price, String shown) {
        assertEquals(shown, PriceDigits.round(price).toPlainString());
    }
}
