package dev.ecoin.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.client.api.AlertsApi;
import dev.ecoin.client.api.CoinsApi;
import dev.ecoin.client.api.ForecastsApi;
import dev.ecoin.client.api.RiskApi;
import dev.ecoin.client.model.CoinState;
import dev.ecoin.client.model.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generated client asks a running service, which has a model of bitcoin. */
class GeneratedClientTest {

    private final ApiClient service = new ApiClient();

    @BeforeEach
    void start() {
        service.updateBaseUri(System.getProperty("service"));
    }

    @Test
    void itListsCoins() throws ApiException {
        var bitcoin = new CoinsApi(service)
                .listCoins(null, "bitcoin", "active").getCoins().stream()
                        .filter(coin -> coin.getId().equals("bitcoin"))
                        .findFirst()
                        .orElseThrow();

        assertEquals(CoinState.ACTIVE, bitcoin.getState());
        assertTrue(bitcoin.getDaysStored() > 0);
        assertEquals(new CoinsApi(service).getCoin("bitcoin"), bitcoin);
    }

    @Test
    void itForecasts() throws ApiException {
        var forecasts = new ForecastsApi(service);

        var forecast = forecasts.getForecast("bitcoin", null, 7, "80,95", null, null);

        assertEquals(7, forecast.getDays().size());
        for (var day : forecast.getDays()) {
            Map<String, BigDecimal> limits = day.getAdditionalProperties();
            assertTrue(limits.get("lower_95").compareTo(limits.get("lower_80")) < 0);
            assertTrue(day.getPrice().compareTo(limits.get("upper_80")) < 0);
        }
        var last = forecast.getDays().get(6);
        assertEquals(
                last.getPrice(),
                forecasts
                        .getForecastPrices("bitcoin", last.getDay())
                        .get(last.getDay().toString()));
        assertEquals(
                forecast.getDays(),
                forecasts
                        .getForecasts("bitcoin", 7, "80,95", null)
                        .getForecasts()
                        .get("bitcoin")
                        .getDays());
    }

    @Test
    void itAsksHowLikelyAPriceIsReached() throws ApiException {
        var coin = new CoinsApi(service).getCoin("bitcoin");
        var by = coin.getModel().getOrigin().plusDays(30);

        var touch = new RiskApi(service).getTouchProbability("bitcoin", by, BigDecimal.ONE, null, 1_000, 1);

        assertEquals(1_000, touch.getPaths());
        assertEquals(0, BigDecimal.ONE.compareTo(touch.getProbability()));
    }

    @Test
    void itListsAlerts() throws ApiException {
        assertEquals(List.of(), new AlertsApi(service).listAlerts(false, 20).getAlerts());
    }

    @Test
    void anErrorIsAProblemDetail() throws Exception {
        var error = assertThrows(ApiException.class, () -> new CoinsApi(service).getCoin("no-such-coin"));

        assertEquals(404, error.getCode());
        var problem = new ObjectMapper().readValue(error.getResponseBody(), Problem.class);
        assertEquals("no-such-coin", problem.getValue());
        assertTrue(problem.getDetail().startsWith("There is no coin 'no-such-coin' here."), problem.getDetail());
    }
}
