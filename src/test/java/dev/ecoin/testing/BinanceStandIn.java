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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Answers {@code exchangeInfo} and {@code klines} like Binance (prices as text, the latest candle still open, the first
 * ones from the listing on), for pairs that tests list, with prices close to those of the {@link CoinGeckoStandIn}.
 * Queued faults are answered first.
 */
public final class BinanceStandIn implements AutoCloseable {

    private static final String PATH = "/api/v3";
    private static final BigDecimal PREMIUM = new BigDecimal("1.001");

    private final HttpServer server;
    private final Clock start;
    private final Map<String, Pair> pairs = new ConcurrentHashMap<>();
    private final Map<String, HttpHandler> odd = new ConcurrentHashMap<>();
    private final Deque<HttpHandler> faults = new ArrayDeque<>();
    private final List<URI> calls = new CopyOnWriteArrayList<>();
    private volatile Clock clock;
    private volatile int usedWeight;

    private record Pair(String coin, LocalDate listed, BigDecimal factor) {}

    public BinanceStandIn(Clock clock) {
        this.start = clock;
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "binance stand-in");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Runs standalone for scripts until it is stopped: {@code java ... BinanceStandIn BTCUSDT=bitcoin ...} prints its
     * address.
     */
    public static void main(String... pairs) throws InterruptedException {
        try (var standIn = new BinanceStandIn(Clock.systemUTC())) {
            for (var pair : pairs) {
                standIn.list(pair.split("=")[0], pair.split("=")[1], LocalDate.of(2017, 8, 17), BigDecimal.ONE);
            }
            System.out.println(standIn.url());
            Thread.currentThread().join();
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + PATH;
    }

    /** The correct price at 00:00 UTC of the day: the close of the previous candle. */
    public static BigDecimal price(String coin, LocalDate day) {
        return CoinGeckoStandIn.price(coin, day).multiply(PREMIUM);
    }

    /**
     * Lists a pair.
     *
     * @param listed the day of its first candle
     * @param factor of its prices to those of the coin: 1 unless it is another asset
     */
    public void list(String pair, String coin, LocalDate listed, BigDecimal factor) {
        pairs.put(pair, new Pair(coin, listed, factor));
    }

    /** Answers all later calls for the pair with these bytes. */
    public void answerFor(String pair, int status, String contentType, byte[] body) {
        odd.put(pair, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            send(exchange, status, body);
        });
    }

    /** Answers the next call with this response. */
    public synchronized void fail(int status, Map<String, String> headers, String body) {
        faults.add(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            send(exchange, status, body.getBytes(UTF_8));
        });
    }

    /** Reports this used weight of the address from now on. */
    public void use(int weight) {
        usedWeight = weight;
    }

    /** Takes its time from this clock from now on. */
    public void follow(Clock other) {
        clock = other;
    }

    /** Paths and queries of all calls, in order. */
    public List<URI> calls() {
        return List.copyOf(calls);
    }

    /** The calls for candles. */
    public List<URI> candles() {
        return calls.stream().filter(call -> call.getPath().endsWith("/klines")).toList();
    }

    /** Clears pairs, calls and faults. */
    public synchronized void reset() {
        pairs.clear();
        odd.clear();
        faults.clear();
        calls.clear();
        clock = start;
        usedWeight = 0;
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
        exchange.getResponseHeaders().set("X-MBX-USED-WEIGHT-1M", Integer.toString(usedWeight));
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        var query = Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        switch (exchange.getRequestURI().getPath()) {
            case PATH + "/exchangeInfo" -> send(exchange, 200, exchangeInfo().getBytes(UTF_8));
            case PATH + "/klines" -> {
                var pair = query.get("symbol");
                if (odd.containsKey(pair)) {
                    odd.get(pair).handle(exchange);
                } else if (!pairs.containsKey(pair)) {
                    send(exchange, 400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}".getBytes(UTF_8));
                } else {
                    send(exchange, 200, candles(pairs.get(pair), query).getBytes(UTF_8));
                }
            }
            default -> send(exchange, 404, "<html><body>Not found</body></html>".getBytes(UTF_8));
        }
    }

    private String exchangeInfo() {
        return pairs.keySet().stream()
                .sorted()
                .map(pair -> """
                        {"symbol":"%s","status":"TRADING","baseAsset":"%s","quoteAsset":"USDT","filters":[{"filterType":"X"}]}\
                        """.formatted(pair, pair.substring(0, pair.length() - 4)))
                .collect(Collectors.joining(",", "{\"timezone\":\"UTC\",\"rateLimits\":[],\"symbols\":[", "]}"));
    }

    private String candles(Pair pair, Map<String, String> query) {
        var from = day(query.get("startTime"));
        var first = from.isBefore(pair.listed) ? pair.listed : from;
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var to = day(query.get("endTime"));
        var last = to.isAfter(today) ? today : to;
        return first.isAfter(last)
                ? "[]"
                : first.datesUntil(last.plusDays(1))
                        .limit(Long.parseLong(query.get("limit")))
                        .map(day -> {
                            var opened =
                                    day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
                            var close = day.equals(today)
                                    ? "666.6"
                                    : price(pair.coin, day.plusDays(1))
                                            .multiply(pair.factor)
                                            .toPlainString();
                            return "[%d,\"1.0\",\"2.0\",\"0.5\",\"%s\",\"99.9\",%d,\"999.9\",7,\"1\",\"1\",\"0\"]"
                                    .formatted(opened, close, opened + 86_399_999);
                        })
                        .collect(Collectors.joining(",", "[", "]"));
    }

    private static LocalDate day(String millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(Long.parseLong(millis)), ZoneOffset.UTC);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
