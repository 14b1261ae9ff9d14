package dev.ecoin.feeds.binance;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Binance's endpoints, see https://developers.binance.com/docs/binance-spot-api-docs/rest-api. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public interface BinanceApi {

    /** The traded pairs. */
    @GET
    @Path("exchangeInfo")
    Response exchangeInfo(@QueryParam("showPermissionSets") boolean showPermissionSets);

    /**
     * Candles of a pair.
     *
     * @param startTime earliest opening time, in milliseconds since the epoch
     * @param endTime latest opening time, in milliseconds since the epoch
     */
    @GET
    @Path("klines")
    Response klines(
            @QueryParam("symbol") String symbol,
            @QueryParam("interval") String interval,
            @QueryParam("startTime") long startTime,
            @QueryParam("endTime") long endTime,
            @QueryParam("limit") int limit);
}
