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
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers {@code market_chart/range}, {@code history}, {@code coins/markets} and {@code coins/list} like CoinGecko
 * (shapes, granularity by range, live last point), with the made-up prices of {@link #price}. Queued faults are
 * answered first, in order.
 */
public final class CoinGeckoStandIn implements AutoCloseable {

    private static final String PATH = "/api/v3";
    private static final Duration LONGEST_HOURLY = Duration.ofDays(90);
    private static final int DAYS_SHOWN = 365;

    public static final BigDecimal VOLUME = new BigDecimal("12345.678");

    private final HttpServer server;
    private final Clock start;
    private final Set<String> coins;
    private final Deque<HttpHandler> faults = new ArrayDeque<>();
    private final List<URI> calls = new CopyOnWriteArrayList<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Map<String, HttpHandler> odd = new ConcurrentHashMap<>();
    private final Set<String> gaps = ConcurrentHashMap.newKeySet();
    private final Map<String, BigDecimal> corrections = new ConcurrentHashMap<>();
    private volatile Clock clock;
    private volatile int daysShown;
    private volatile CountDownLatch stalled = new CountDownLatch(1);

    public CoinGeckoStandIn(Clock clock, String... coins) {
        this.start = clock;
        this.clock = clock;
        this.daysShown = DAYS_SHOWN;
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

    /**
     * Runs standalone for scripts, at the system time, until it is stopped: {@code java CoinGeckoStandIn.java COIN...}
     * prints its address.
     */
    public static void main(String... coins) throws InterruptedException {
        try (var standIn = new CoinGeckoStandIn(Clock.systemUTC(), coins)) {
            System.out.println(standIn.url());
            Thread.currentThread().join();
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + PATH;
    }

    /** The correct price of a day: positive, with as many digits as CoinGecko sends. */
    public static BigDecimal price(String coin, LocalDate day) {
        var wave = 1 + 0.1 * Math.sin(day.toEpochDay() / 11.0) + 0.01 * ((day.toEpochDay() * 7919) % 13);
        return BigDecimal.valueOf(wave * (coin.hashCode() % 1000 + 1001));
    }

    public static BigDecimal marketCap(String coin, LocalDate day) {
        return price(coin, day).multiply(BigDecimal.valueOf(1_000_000));
    }

    /** Paths and queries of all calls, in order. */
    public List<URI> calls() {
        return List.copyOf(calls);
    }

    /** Coins of all calls for prices by range, in order. */
    public List<String> charts() {
        return calls.stream()
                .map(call -> call.getPath().split("/"))
                .filter(path -> path[path.length - 1].equals("range"))
                .map(path -> path[4])
                .toList();
    }

    /** Answers the next call with this response. */
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

    /** Never completes the next answer: either sends nothing, or a byte now and then. */
    public synchronized void failWithStall(boolean dripping) {
        faults.add(exchange -> {
            var patience = stalled;
            if (dripping) {
                exchange.sendResponseHeaders(200, 0);
            }
            try {
                while (!patience.await(10, TimeUnit.MILLISECONDS)) {
                    if (dripping) {
                        exchange.getResponseBody().write(' ');
                        exchange.getResponseBody().flush();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
    }

    /** Answers the next call with white space until the client disconnects. */
    public synchronized void failWithGiganticBody() {
        faults.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var block = " ".repeat(1 << 16).getBytes(UTF_8);
            try (exchange) {
                for (long sent = 0; sent < 1L << 32; sent += block.length) {
                    exchange.getResponseBody().write(block);
                }
            }
        });
    }

    /** Performs an action when the next call arrives, then answers it. */
    public synchronized void beforeAnswer(Runnable action) {
        faults.add(exchange -> {
            action.run();
            answer(exchange);
        });
    }

    /** Answers the next call hourly, however long its range. */
    public synchronized void answerHourly() {
        faults.add(exchange -> answer(exchange, true));
    }

    /** Answers all later calls for the coin with status 500. */
    public void breakFor(String coin) {
        broken.add(coin);
    }

    /** Answers all later calls for the coin with these bytes. */
    public void answerFor(String coin, int status, String contentType, byte[] body) {
        odd.put(coin, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            send(exchange, status, body);
        });
    }

    /** Removes the price of the day from now on. */
    public void leaveOut(String coin, LocalDate day) {
        gaps.add(coin + day);
    }

    /** Changes the price of the day from now on. */
    public void correct(String coin, LocalDate day, BigDecimal price) {
        corrections.put(coin + day, price);
    }

    /** Limits the history to this many days from now on. */
    public void show(int days) {
        daysShown = days;
    }

    /** Takes its time from this clock from now on. */
    public void follow(Clock other) {
        clock = other;
    }

    /** Clears calls and faults and restores the initial state. */
    public synchronized void reset() {
        faults.clear();
        calls.clear();
        broken.clear();
        odd.clear();
        gaps.clear();
        corrections.clear();
        clock = start;
        daysShown = DAYS_SHOWN;
        stalled.countDown();
        stalled = new CountDownLatch(1);
    }

    @Override
    public void close() {
        stalled.countDown();
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
        answer(exchange, false);
    }

    private void answer(HttpExchange exchange, boolean hourly) throws IOException {
        if (exchange.getRequestURI().getPath().equals(PATH + "/coins/list")) {
            send(exchange, 200, list());
            return;
        }
        var path = exchange.getRequestURI().getPath().split("/");
        var query = Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        // ["", "api", "v3", "coins", ID, "market_chart", "range"]
        var endpoint = Arrays.stream(path).skip(5).collect(Collectors.joining("/"));
        if (path.length == 5 && path[4].equals("markets")) {
            send(exchange, 200, markets(query.get("ids").split(",")));
        } else if (!endpoint.equals("market_chart/range") && !endpoint.equals("history")) {
            send(exchange, 404, "{\"error\":\"Incorrect path. Please check https://docs.coingecko.com/\"}");
        } else if (odd.containsKey(path[4])) {
            odd.get(path[4]).handle(exchange);
        } else if (broken.contains(path[4])) {
            send(exchange, 500, "");
        } else if (!coins.contains(path[4])) {
            send(exchange, 404, "{\"error\":\"coin not found\"}");
        } else if (endpoint.equals("history")) {
            var day = LocalDate.parse(query.get("date"), DateTimeFormatter.ofPattern("dd-MM-uuuu"));
            ifShown(exchange, day.atStartOfDay().toInstant(ZoneOffset.UTC), () -> document(path[4], day));
        } else {
            var from = Instant.ofEpochSecond(Long.parseLong(query.get("from")));
            var to = Instant.ofEpochSecond(Long.parseLong(query.get("to")));
            ifShown(exchange, from, () -> chart(path[4], from, to, hourly));
        }
    }

    private void ifShown(HttpExchange exchange, Instant from, Supplier<String> body) throws IOException {
        if (from.isBefore(clock.instant().minus(Duration.ofDays(daysShown)))) {
            send(
                    exchange,
                    401,
                    "{\"error\":{\"status\":{\"timestamp\":\"2026-11-23T10:00:00.000+00:00\",\"error_code\":10012,"
                            + "\"error_message\":\"Your request exceeds the allowed time range. Public API users are"
                            + " limited to querying historical data within the past 365 days.\"}}}");
        } else {
            send(exchange, 200, body.get());
        }
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

    private BigDecimal told(String coin, LocalDate day) {
        return corrections.getOrDefault(coin + day, price(coin, day));
    }

    private String chart(String coin, Instant from, Instant to, boolean alwaysHourly) {
        var now = clock.instant();
        var hourly = alwaysHourly || Duration.between(from, to).compareTo(LONGEST_HOURLY) <= 0;
        var step = hourly ? Duration.ofHours(1) : Duration.ofDays(1);
        var prices = new StringBuilder();
        var caps = new StringBuilder();
        var volumes = new StringBuilder();
        for (var at = from; !at.isAfter(to) && at.isBefore(now); at = at.plus(step)) {
            var day = at.atOffset(ZoneOffset.UTC).toLocalDate();
            var midnight = at.equals(day.atStartOfDay().toInstant(ZoneOffset.UTC));
            if (gaps.contains(coin + day)) {
                continue;
            }
            // Hourly points are some seconds after the hour; points that are not snapshots have other prices.
            var millis = at.toEpochMilli() + (hourly ? 37_000 : 0);
            var price = midnight ? told(coin, day) : BigDecimal.valueOf(666.6);
            append(prices, millis, price);
            append(caps, millis, midnight ? marketCap(coin, day) : null);
            append(volumes, millis, VOLUME);
        }
        if (!to.isBefore(now)) {
            append(prices, now.toEpochMilli(), BigDecimal.valueOf(999.9));
        }
        return "{\"prices\":[" + prices + "],\"market_caps\":[" + caps + "],\"total_volumes\":[" + volumes + "]}";
    }

    private String document(String coin, LocalDate day) {
        var market = gaps.contains(coin + day) ? "" : """
                  ,"market_data":{"current_price":{"eur":1,"usd":%s},"market_cap":{"usd":%s},"total_volume":{"usd":%s}}\
                  """.formatted(told(coin, day), marketCap(coin, day), VOLUME);
        return """
                {"id":"%s","symbol":"%s","name":"The \\u0000 one"%s,"community_data":{"twitter_followers":null}}\
                """.formatted(coin, coin.substring(0, 3), market);
    }

    /** Live prices: a thousandth above the day's snapshot, an hour old, and null where allowed. */
    private String markets(String[] ids) {
        var now = clock.instant();
        var today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return Arrays.stream(ids)
                .filter(coins::contains)
                .map(coin -> {
                    var before = livePriceADayAgo(coin, today.minusDays(1));
                    var live = told(coin, today);
                    return """
                            {"id":"%s","current_price":%s,"price_change_24h":%s,"market_cap":null,"total_volume":7,\
                            "market_cap_change_24h":null,"last_updated":"%s"}\
                            """.formatted(coin, live, live.subtract(before).toPlainString(), now.minusSeconds(60));
                })
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The price according to {@code coins/markets} shortly after 00:00 UTC of the day. */
    public static BigDecimal livePriceADayAgo(String coin, LocalDate day) {
        return price(coin, day).multiply(new BigDecimal("1.001"));
    }

    private static void append(StringBuilder array, long millis, BigDecimal value) {
        array.append(array.length() == 0 ? "[" : ",[")
                .append(millis)
                .append(',')
                .append(value)
                .append(']');
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json; charset=utf-8"));
        send(exchange, status, body.getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
