package dev.ecoin.feeds.coingecko;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** CoinGecko's endpoints, see https://docs.coingecko.com/reference/endpoint-overview. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public interface CoinGeckoApi {

    /**
     * Prices, market caps and volumes in a range of time.
     *
     * @param from first second, in seconds since the epoch
     * @param to last second, in seconds since the epoch
     */
    @GET
    @Path("coins/{id}/market_chart/range")
    Response marketChartRange(
            @PathParam("id") String id,
            @QueryParam("vs_currency") String currency,
            @QueryParam("from") long from,
            @QueryParam("to") long to);

    /** The id, symbol and name of every coin. */
    @GET
    @Path("coins/list")
    Response list();

    /**
     * All data of a coin at 00:00 UTC of a day.
     *
     * @param date dd-mm-yyyy, which every plan accepts
     * @param localization whether to add the coin's name in every language
     */
    @GET
    @Path("coins/{id}/history")
    Response history(
            @PathParam("id") String id,
            @QueryParam("date") String date,
            @QueryParam("localization") boolean localization);

    /**
     * Live prices, market caps and their changes in 24 hours.
     *
     * @param ids comma-separated
     */
    @GET
    @Path("coins/markets")
    Response markets(
            @QueryParam("vs_currency") String currency,
            @QueryParam("ids") String ids,
            @QueryParam("per_page") int perPage,
            @QueryParam("page") int page);
}
