package dev.ecoin.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Answers {@code market_chart/range} and {@code coins/list} as CoinGecko does (shapes, granularity by range, live last point), for made-up
 * prices that {@link #price} tells; faults are answered first, in the order they were added.
 */
public final class CoinGeckoStandIn implements AutoCloseable {

    private static final String PATH = "/api/v3";
    private static final Duration LONGEST_HOURLY = Duration.ofDays(90);
    private static final int DAYS_SHOWN = 365;

    private final HttpServer server;
    private final Clock clock;
    private final Set<String> coins;
    private final Deque<HttpHandler> faults = new ArrayDeque<>();
    private final List<URI> calls = new CopyOnWriteArrayList<>();

    public CoinGeckoStandIn(Clock clock, String... coins) {
        this.clock = clock;
        this.coins = Set.of(coins);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "coingecko stand-in");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + PATH;
    }

    /** The truth: a positive price with as many digits as CoinGecko sends. */
    public static BigDecimal price(String coin, LocalDate day) {
        var wave = 1 + 0.1 * Math.sin(day.toEpochDay() / 11.0) + 0.01 * ((day.toEpochDay() * 7919) % 13);
        return BigDecimal.valueOf(wave * (coin.hashCode() % 1000 + 1001));
    }

    public static BigDecimal marketCap(String coin, LocalDate day) {
        return price(coin, day).multiply(BigDecimal.valueOf(1_000_000));
    }

    /** The paths and queries asked for, in order. */
    public List<URI> calls() {
        return List.copyOf(calls);
    }

    /** Answers the next call with this. */
    public synchronized void fail(int status, Map<String, String> headers, String body) {
        faults.add(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            send(exchange, status, body);
        });
    }

    /** Breaks the connection in the middle of the next answer's body. */
    public synchronized void failWithReset() {
        faults.add(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"prices\":[[".getBytes(UTF_8));
            exchange.close();
        });
    }

    public synchronized void reset() {
        faults.clear();
        calls.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestURI());
        HttpHandler fault;
        synchronized (this) {
            fault = faults.poll();
        }
        if (fault == null) {
            answer(exchange);
        } else {
            fault.handle(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/");
        if (exchange.getRequestURI().getPath().equals(PATH + "/coins/list")) {
            send(exchange, 200, list());
            return;
        }
        // ["", "api", "v3", "coins", ID, "market_chart", "range"]
        if (path.length != 7 || !path[3].equals("coins") || !path[6].equals("range")) {
            send(exchange, 404, "{\"error\":\"Incorrect path. Please check https://docs.coingecko.com/\"}");
            return;
        }
        if (!coins.contains(path[4])) {
            send(exchange, 404, "{\"error\":\"coin not found\"}");
            return;
        }
        var query = Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        var from = Instant.ofEpochSecond(Long.parseLong(query.get("from")));
        var to = Instant.ofEpochSecond(Long.parseLong(query.get("to")));
        var now = clock.instant();
        if (from.isBefore(now.minus(Duration.ofDays(DAYS_SHOWN)))) {
            send(
                    exchange,
                    401,
                    "{\"error\":{\"status\":{\"timestamp\":\"2026-11-23T10:00:00.000+00:00\",\"error_code\":10012,"
                            + "\"error_message\":\"Your request exceeds the allowed time range. Public API users are"
                            + " limited to querying historical data within the past 365 days.\"}}}");
            return;
        }
        send(exchange, 200, chart(path[4], from, to, now));
    }

    /** Symbols are the first three letters, names the capitalised ids. */
    private String list() {
        return coins.stream()
                .sorted()
                .map(coin -> String.format(
                        "{\"id\":\"%s\",\"symbol\":\"%s\",\"name\":\"%s\"}",
                        coin, coin.substring(0, 3), Character.toUpperCase(coin.charAt(0)) + coin.substring(1)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String chart(String coin, Instant from, Instant to, Instant now) {
        var hourly = Duration.between(from, to).compareTo(LONGEST_HOURLY) <= 0;
        var step = hourly ? Duration.ofHours(1) : Duration.ofDays(1);
        var prices = new StringBuilder();
        var caps = new StringBuilder();
        var volumes = new StringBuilder();
        for (var at = from; !at.isAfter(to) && at.isBefore(now); at = at.plus(step)) {
            var day = at.atOffset(ZoneOffset.UTC).toLocalDate();
            var midnight = at.equals(day.atStartOfDay().toInstant(ZoneOffset.UTC));
            // Hourly points lie some seconds after the hour; what is not a snapshot is no day's price.
            var millis = at.toEpochMilli() + (hourly ? 37_000 : 0);
            var price = midnight ? price(coin, day) : BigDecimal.valueOf(666.6);
            append(prices, millis, price);
            append(caps, millis, midnight ? marketCap(coin, day) : null);
            append(volumes, millis, BigDecimal.valueOf(12_345.678));
        }
        if (!to.isBefore(now)) {
            append(prices, now.toEpochMilli(), BigDecimal.valueOf(999.9));
        }
        return "{\"prices\":[" + prices + "],\"market_caps\":[" + caps + "],\"total_volumes\":[" + volumes + "]}";
    }

    private static void append(StringBuilder array, long millis, BigDecimal value) {
        array.append(array.length() == 0 ? "[" : ",[")
                .append(millis)
                .append(',')
                .append(value)
                .append(']');
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json; charset=utf-8"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
