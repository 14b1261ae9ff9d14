package dev.ecoin.forecasting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.CorruptModelException.Reason;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaModel;
import dev.ecoin.forecasting.sarima.SarimaModelTest;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCodecTest {

    private static final String WITHOUT_TRENDS =
            "RUNTTQADAAAB6QEBAQABAAAABwABAAAAAAAAUCEAAAAAAAAAPAAAADq/wnxrt4FQxz/pqzcoqoSBP8GzcrC7nyc/sif3"
                    + "xRlGdD9R2WmPH3m6QFvZLab6MXRAJr1/2BsR5D/QE35W2aktAAAACwAAAAk/oGGyZl3a4H/wAAAAAAAAf/AAAAAAAABA"
                    + "Cg/7PXRhRgAAAAEAAAAAAAA/tt6NfDPMfr+z8XLIP3qCP26KlKw5TzQ/kUPGWGQ4wD+cPmu4zIw5v3ytDFcG07C/YIAS"
                    + "C/sJTr8R129EsSzSQBBWgeooCcYAAAECAAAAOgA/2XKAbVWPrD/kN3f8x1X2P+TzGZNu5qwAAAAAAAAAOj/wAAAAAAAA"
                    + "P/AAAAAAAAA/8AAAAAAAAD/wAAAAAAAAP/AAAAAAAAA/8AAAAAAAAD/wAAAAAAAABb/k0QuiG+KeP9ebyc2NY7M/78Kl"
                    + "hite6j/2imBbcm/uv8ihwo/96Yg/3kp9XyeTSj/v6K3RWmQaP/aNOqHeehe/0ILS1kwHLz/gF0Tono2/P/B8twvDSjQ/"
                    + "9sxFWbcVYb/GNHQmIKvSP+DtMZAIhio/8Mz0g4B2Cz/28qX20Uqyv8a6difNJMg/4U0adSYf2T/w9gsWOwg7P/cKtnyr"
                    + "YiZyh1LW";

    @ParameterizedTest
    @ValueSource(strings = {"(0,1,0)", "(2,1,2)(1,0,1)7", "(1,0,1)", "(0,1,1)(0,1,1)12", "(3,0,0)(1,1,0)7"})
    void forecastsAfterARoundTripAreIdentical(String order) {
        for (int n : new int[] {60, 900}) {
            SarimaModel model = SarimaModelTest.fitted(order, n);
            var read = (SarimaModel) ModelCodec.decode(ModelCodec.encode(model));

            assertEquals(model.forecast(40, 80, 95), read.forecast(40, 80, 95));
            assertEquals(model.order(), read.order());
            assertEquals(model.coefficients(), read.coefficients());
            assertEquals(model.standardErrors(), read.standardErrors());
            assertEquals(model.aicc(), read.aicc());
            assertEquals(model.bic(), read.bic());
            assertEquals(model.diagnostics(), read.diagnostics());
            assertArrayEquals(ModelCodec.encode(model), ModelCodec.encode(read));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 300, 3000})
    void sizeDoesNotDependOnTheSeries(int n) {
        assertTrue(ModelCodec.encode(SarimaModelTest.fitted("(2,1,2)(1,0,1)7", n)).length < 4000);
    }

    @Test
    void damageIsTold() {
        byte[] bytes = ModelCodec.encode(SarimaModelTest.fitted("(1,1,1)", 100));
        assertEquals(Reason.TRUNCATED, reason(new byte[0]));
        assertEquals(Reason.NOT_A_MODEL, reason(new byte[100]));
        assertEquals(Reason.TRAILING_BYTES, reason(Arrays.copyOf(bytes, bytes.length + 1)));
        byte[] newer = bytes.clone();
        newer[5] += 2;
        assertEquals(Reason.UNKNOWN_VERSION, reason(newer));
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(Reason.TRUNCATED, reason(Arrays.copyOf(bytes, length)));
        }
        for (int i = 0; i < 8 * bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            assertThrows(CorruptModelException.class, () -> ModelCodec.decode(flipped));
        }
    }

    private static Reason reason(byte[] bytes) {
        return assertThrows(CorruptModelException.class, () -> ModelCodec.decode(bytes))
                .reason();
    }

    @Test
    void calibratedIntervalsSurviveARoundTripAndStaySmall() {
        for (Forecaster forecaster : List.of(
                SarimaForecaster.automatic(7).calibratedIntervals(),
                SarimaForecaster.of(SarimaOrder.parse("(2,1,2)(1,0,1)7")).calibratedIntervals(),
                BaselineForecaster.of(Baseline.Method.SEASONAL_NAIVE, 7).calibratedIntervals())) {
            var model = forecaster.fit(GarchPrices.series(900, 1));
            byte[] bytes = ModelCodec.encode(model);
            var read = ModelCodec.decode(bytes);

            assertEquals(model.forecast(100, 50, 80, 99), read.forecast(100, 50, 80, 99));
            assertArrayEquals(bytes, ModelCodec.encode(read));
            assertTrue(bytes.length < 4000, () -> bytes.length + " bytes");
        }
    }

    /** Written by the release before calibrated intervals. */
    @Test
    void blobsWithoutIntervalsAreReadAsGaussian() {
        var sarima = (SarimaModel) ModelCodec.decode(Base64.getDecoder()
                .decode("RUNTTQABAAAAqQEAAQEAAAAAAQABAAAAAAAAR5EAAAAAAAAAPAAAADu/w3aCeSjd2D+/FaPb3qb7PzwCcJ4HMLBAYi"
                        + "QK3tygbEAgHnjXOuMqP+Dmr1r1OqYAAAAKAAAACX/wAAAAAAAAQBZOcaYg1AV/8AAAAAAAAD/7X3YXpq50AAAAAAAA"
                        + "AAAAAD9sSHm+TcABv1CXSUJuleVAEiz5adIwZAAAFxkiQw=="));
        assertEquals(Intervals.GAUSSIAN, sarima.intervals());
        assertEquals(100.44672566253631, sarima.forecast(3, 95).upper(0, 2));
        assertEquals(94.28858027244095, sarima.forecast(3).median(2));

        var naive = (BaselineModel) ModelCodec.decode(Base64.getDecoder()
                .decode("RUNTTQABAAAAWgIAAAAAAABHWQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAAE/+cBB9+2NMwAAAAABABhldmVyeS"
                        + "BvYnNlcnZhdGlvbiBpcyA1LjA/45Lq"));
        assertEquals(Intervals.GAUSSIAN, naive.intervals());
        assertEquals(Fallback.Reason.CONSTANT, naive.fallback().orElseThrow().reason());
    }

    /** Written by the release whose intervals treat all weekdays alike. */
    @Test
    void blobsWithoutWeekdaysForecastAsTheyDid() {
        var sarima = (SarimaModel)
                ModelCodec.decode(
                        Base64.getDecoder()
                                .decode(
                                        "RUNTTQACAAABGQEAAQAAAAAAAQABAAAAAAAASOsAAAAAAAAAKAAAACc/SAd8CdPNzEBVWlBoVhjNQA8nnzKRRaQ/6VbxQq"
                                                + "nK9AAAAAcAAAAHf/AAAAAAAAB/8AAAAAAAAH/wAAAAAAAAP/r0L0L0L0AAAAAAAAAAAAAAv5RCP819hABAEKfNs3phEAAA"
                                                + "AQIAAAAnAD/uNUMgP64ZP+l5fsrqK+s/6Xl+yuor6wAAAAAAAAAnA7/I7sYj7IwqP+CHJMid16U/7vpiIlEvgj/1jiPANP"
                                                + "aTv8qhY+1j7LU/378bm8cBtj/wMcC8FgnAP/YnFNNTBlu/yAkt8UNdSj/gkRhkjSdWP/AfXNCpPqM/9kvYsgMHWcq8wCE="));
        var intervals = (CalibratedIntervals) sarima.intervals();
        intervals.weekdays().forEach((day, size) -> assertEquals(1, size));
        assertEquals(66.94169900808875, sarima.forecast(1, 95).upper(0, 0));
        assertEquals(52.37064468877672, sarima.forecast(9, 95).lower(0, 8));
        assertEquals(70.84810967094839, sarima.forecast(9, 80).upper(0, 8));
    }

    /** Written by the release that introduced weekdays. */
    @Test
    void blobsWithWeekdaysForecastAsTheyDid() {
        var sarima = ModelCodec.decode(Base64.getDecoder().decode(WITHOUT_TRENDS));
        var forecast = sarima.forecast(20, 80, 95);
        assertEquals(59.32368742439683, forecast.median(0));
        assertEquals(66.18368890074461, forecast.median(19));
        assertEquals(57.76527885822989, forecast.lower(0, 0));
        assertEquals(102.47039613461021, forecast.upper(1, 19));
        assertEquals(51.92767328654622, forecast.lower(1, 8));

        var seasonal = ModelCodec.decode(Base64.getDecoder()
                .decode("RUNTTQADAAABaAIAAAAAAABQIQECP7OIGM+ac28AAAAAAAAAAAAAAAAAAAA8AAdAEBxCmHbOc0AQMcgkofW+QBBEMln6"
                        + "KXpAEGS/UE+TiEAQVxvsMldDQBBWgeooCcZAELH8IBjY+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD/AQIAAAA0"
                        + "AD/ih8nllVFqP+pbPoiMSAE/6sqBzus1fwAAAAAAAAA0P/AAAAAAAAA/8AAAAAAAAD/wAAAAAAAAP/AAAAAAAAA/8AAA"
                        + "AAAAAD/wAAAAAAAAP/AAAAAAAAAEv7qKM2kTVCw/3hgw8+2elD/sOLZCctZxP/RaW6GJ3D6/wcegrtWhPj/fQmAkOPk3"
                        + "P+5ty034zHQ/9THasRkKUb/DRJgUgo/cP+Av7EKmOK0/70Yy1s/BcT/1febVcjCnv8dm29LZeyE/4Mo3bgk5oz/vSX8k"
                        + "ItvaP/W6Qbayt9znfhLd"));
        forecast = seasonal.forecast(20, 80, 95);
        assertEquals(56.12592303086846, forecast.median(0));
        assertEquals(59.411033611211764, forecast.median(19));
        assertEquals(51.240188300672486, forecast.lower(0, 0));
        assertEquals(79.78212383437557, forecast.upper(1, 19));
        assertEquals(45.512337237578954, forecast.lower(1, 8));
    }

    /**
     * Trends do not affect models calibrated without them, even after their states advance and they are written again.
     */
    @Test
    void blobsWithoutTrendsNeverHeedThem() {
        var old = ModelCodec.decode(Base64.getDecoder().decode(WITHOUT_TRENDS));
        double last = old.forecast(1).median(0);
        double[] rising = IntStream.rangeClosed(1, 60)
                .mapToDouble(t -> last * Math.pow(1.03, t))
                .toArray();
        var moved = old.advance(DailySeries.of(old.origin().plusDays(1), rising));
        var again = ModelCodec.decode(ModelCodec.encode(moved));
        for (var model : List.of(old, moved, again)) {
            assertEquals(1, model.intervals().calibrated().orElseThrow().trendFactor(7));
            assertTrue(model.intervals().notes(30).isEmpty());
        }
        assertEquals(moved.forecast(30, 80, 95), again.forecast(30, 80, 95));
    }

    /** Written by the release that introduced trends. */
    @Test
    void blobsWithTrendsForecastAsTheyDid() {
        var naive = ModelCodec.decode(Base64.getDecoder()
                .decode(
                        "RUNTTQAEAAABuQIAAAAAAABKxgEAP5p9v+efFt0AAAAAAAAAAAAAAAAAAACVAAFAFB0WOp5vHQAAAAD/AQIAAACVAD/veDuv"
                                + "KCy8P+dCitUUfXI/51cPC8S0TQAAAAAAAACVP/AAAAAAAAE/8AAAAAAAAT/wAAAAAAABP/AAAAAAAAE/8AAAAAAAAT/wAAAA"
                                + "AAABP/AAAAAAAAEHv9n4bkQUhrQ/06R3grp7Ij/terJUeguoP/kY/6j/U22/0WoTj0roMT/ag7hYWhU6P+0lV0KtlL4/+HUI"
                                + "1Yfwxr/Q5tf/IxhQP9xdjmzfiSI/7uDrqXXgGz/4HpCUDt/7v8Y8/uiM9ng/3dQpxoOZDj/v4p1wUqE+P/fPVYw9efq/whzM"
                                + "eaOqFD/gJuHz1u/jP/AwKF8cuSI/+BlThrHFDb/GIGRemaZtP+Bq50Ql9iI/8MPx8Win7j/4J5A3oHHev8ZrLawhumc/4Jjt"
                                + "XyxCjj/wdmyIq0xvP/hJ9OOozKQDP+EojDU+kZI/73g7rygsvD/M0jethMe1P+dCitUUfXI/vpAP+f7MCz/nduZyWHlKAAAA"
                                + "AAAAAJWbfq8j"));
        var forecast = naive.forecast(30, 80, 95);
        assertEquals(152.68929566309166, forecast.median(0));
        assertEquals(147.58637713110406, forecast.lower(0, 0));
        assertEquals(182.6073479806561, forecast.upper(1, 6));
        assertEquals(219.3813536434288, forecast.upper(1, 29));
        assertEquals(
                1.2427970040389906, naive.intervals().calibrated().orElseThrow().trendFactor(7));
    }

    /** A yearly season exceeds the usual size. */
    @Test
    void aLargeStateIsKeptWhole() {
        var series = GarchPrices.series(800, 2);
        var model = BaselineForecaster.of(Baseline.Method.SEASONAL_NAIVE, 365).fit(series);
        assertEquals(
                model.forecast(400, 95),
                ModelCodec.decode(ModelCodec.encode(model)).forecast(400, 95));
    }
}
