import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** See {@code bench/login-attack.sh}. */
public final class LoginAttack {

    private static final String PASSWORD = "benchmark";
    private static final int RESTARTS = 5;

    private final Path work;
    private final int guessers;
    private final int port;
    private final String hash;
    private Process service;
    private long startedAt;
    private boolean failed;

    private LoginAttack(Path work, int guessers) throws Exception {
        this.work = work;
        this.guessers = guessers;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var password = new ProcessBuilder("java", "-jar", "target/quarkus-app/quarkus-run.jar", "password")
                .redirectError(work.resolve("password.log").toFile())
                .start();
        try (var input = password.getOutputStream()) {
            input.write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        }
        hash = new String(password.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    public static void main(String[] arguments) throws Exception {
        var addresses = Integer.parseInt(arguments[1]);
        var attack = new LoginAttack(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> attack.service.toHandle().destroy()));
        try {
            attack.start();
            System.out.printf("%d guessers, %d processors%n", attack.guessers, Runtime.getRuntime().availableProcessors());
            attack.timing(Integer.parseInt(arguments[3]));
            attack.restart();
            attack.signInFrom(addresses);
            attack.tries("known address, guesses from everywhere", addresses, true, LoginAttack::anywhere, known());
            attack.forget();
            attack.tries(
                    "this machine, guesses from 127.0.0.0/8",
                    addresses,
                    true,
                    () -> "127." + number(0, 255) + "." + number(0, 255) + "." + number(2, 254),
                    i -> "127.0.0.1");
            attack.forget();
            attack.tries(
                    "unknown address of another network, guesses from 10.0.0.0/8",
                    addresses,
                    true,
                    () -> "X 10." + number(0, 255) + "." + number(0, 255) + "." + number(1, 254),
                    i -> "X 203.0." + i + ".7");
            attack.forget();
            attack.tries(
                    "unknown address, guesses from everywhere (no promise: again after Retry-After)",
                    addresses,
                    false,
                    LoginAttack::anywhere,
                    i -> "X 203.0." + i + ".7");
        } finally {
            attack.stop();
        }
        System.exit(attack.failed ? 1 : 0);
    }

    private static IntFunction<String> known() {
        return i -> "X 198.51." + i / 250 + "." + (i % 250 + 1);
    }

    private static String anywhere() {
        return "X " + number(1, 223) + "." + number(0, 255) + "." + number(0, 255) + "." + number(1, 254);
    }

    private static int number(int least, int most) {
        return ThreadLocalRandom.current().nextInt(least, most + 1);
    }

    private void signInFrom(int addresses) throws Exception {
        for (int i = 1; i <= addresses; i++) {
            if (signIn(known().apply(i), "operator", PASSWORD).status != 404) {
                throw new IllegalStateException("The operator could not sign in before the attack");
            }
        }
    }

    /** Signs in as the operator during an attack, with restarts in between. */
    private void tries(
            String what, int count, boolean isPromised, Supplier<String> attacker, IntFunction<String> operator)
            throws Exception {
        var took = new double[count];
        var again = 0;
        var good = 0;
        var checked = 0L;
        var allowed = 0.0;
        try (var attack = new Attack(attacker)) {
            for (int i = 1; i <= count; i++) {
                if ((i - 1) % (count / RESTARTS) == 0) {
                    if (i > 1) {
                        checked += attack.answers(401);
                        allowed += allowed();
                    }
                    restart();
                    attack.forgetAnswers();
                }
                var begin = System.nanoTime();
                var answer = signIn(operator.apply(i), "operator", PASSWORD);
                while (answer.status == 429 && System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(1)) {
                    again++;
                    Thread.sleep(1000 * answer.retryAfter);
                    answer = signIn(operator.apply(i), "operator", PASSWORD);
                }
                took[i - 1] = (System.nanoTime() - begin) / 1e9;
                good += answer.status == 404 && took[i - 1] <= 2 ? 1 : 0;
                Thread.sleep(500);
            }
            checked += attack.answers(401);
            allowed += allowed();
            Arrays.sort(took);
            System.out.printf(
                    "%s:%n    within 2 s %d of %d, median %.2f s, longest %.2f s, refused first %d;"
                            + " guesses sent %d, checked %d, allowed %.0f%n",
                    what, good, count, took[count / 2], took[count - 1], again, attack.sent(), checked, allowed);
            failed |= isPromised && good < count || checked > allowed;
        }
    }

    private double allowed() {
        return 50 + (System.nanoTime() - startedAt) / 2e9;
    }

    /** Wrong passwords for the operator's and another name, from known addresses with four attempts each. */
    private void timing(int tries) throws Exception {
        var names = List.of("operator", "nobody12");
        var took = List.of(new ArrayList<Double>(), new ArrayList<Double>());
        signInFrom(tries / 4);
        for (int i = 1; i <= tries / 4; i++) {
            var address = known().apply(i);
            for (int j = 0; j < 4; j++) {
                // Order a b b a, so that neither name comes first more often.
                var name = (j + 1) / 2 % 2;
                var begin = System.nanoTime();
                if (signIn(address, names.get(name), "wrong " + i + " " + j).status != 401) {
                    throw new IllegalStateException("Not checked");
                }
                took.get(name).add((System.nanoTime() - begin) / 1e6);
            }
        }
        System.out.println("wrong password:");
        for (int name = 0; name < 2; name++) {
            var sorted = took.get(name).stream().sorted().toList();
            System.out.printf(
                    "    %s user name: median %.1f ms, quartiles %.1f and %.1f ms, %d tries%n",
                    name == 0 ? "known" : "unknown",
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() / 4),
                    sorted.get(sorted.size() * 3 / 4),
                    sorted.size());
        }
    }

    private void start() throws Exception {
        var builder = new ProcessBuilder("java", "-jar", "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()));
        builder.environment().putAll(Map.of(
                "ECOIN_DATABASE_DIRECTORY", work.resolve("postgresql").toString(),
                "ECOIN_COINGECKO_URL", "http://localhost:1/api/v3",
                "ECOIN_SECURITY_OPERATOR_PASSWORD_HASH", hash,
                "QUARKUS_HTTP_HOST", "localhost",
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_MANAGEMENT_PORT", "0"));
        service = builder.start();
        while (true) {
            try (var socket = connect("127.0.0.1")) {
                startedAt = System.nanoTime();
                return;
            } catch (IOException e) {
                if (!service.isAlive()) {
                    throw new IllegalStateException(Files.readString(work.resolve("log")));
                }
                Thread.sleep(20);
            }
        }
    }

    private void stop() throws InterruptedException {
        service.toHandle().destroy();
        service.waitFor();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    /** Deletes the database, so that the service knows no address of the operator. */
    private void forget() throws Exception {
        stop();
        try (var files = Files.walk(work.resolve("postgresql"))) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }

    private Socket connect(String source) throws IOException {
        var socket = new Socket();
        socket.setReuseAddress(true);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
        return socket;
    }

    private record Answer(int status, int retryAfter) {}

    private Answer signIn(String from, String name, String password) throws IOException {
        try (var socket = connect(source(from))) {
            return ask(socket, from, name, password);
        }
    }

    /** "X address" is an address forwarded by a proxy. */
    private static String source(String from) {
        return from.startsWith("X ") ? "127.0.0.1" : from;
    }

    private static Answer ask(Socket socket, String from, String name, String password) throws IOException {
        var credentials = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        var request = "DELETE /coins/no-such-coin HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + credentials + "\r\n"
                + (from.startsWith("X ") ? "X-Forwarded-For: " + from.substring(2) + "\r\n" : "") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var input = new BufferedInputStream(socket.getInputStream());
        var status = Integer.parseInt(line(input).split(" ")[1]);
        var length = 0;
        var retryAfter = 1;
        for (var header = line(input); !header.isEmpty(); header = line(input)) {
            var value = header.substring(header.indexOf(':') + 1).strip();
            switch (header.substring(0, header.indexOf(':')).toLowerCase()) {
                case "content-length" -> length = Integer.parseInt(value);
                case "retry-after" -> retryAfter = Integer.parseInt(value);
                default -> {}
            }
        }
        input.skipNBytes(length);
        return new Answer(status, retryAfter);
    }

    private static String line(InputStream input) throws IOException {
        var line = new StringBuilder();
        for (int c = input.read(); c != '\n'; c = input.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Attackers that ignore the answers, and wait while the service is down. */
    private final class Attack implements AutoCloseable {

        private final Supplier<String> addresses;
        private final List<Thread> threads = new ArrayList<>();
        private final Map<Integer, Long> answers = new ConcurrentHashMap<>();
        private volatile long before;
        private volatile boolean isOver;

        Attack(Supplier<String> addresses) {
            this.addresses = addresses;
            for (int i = 0; i < guessers; i++) {
                var thread = new Thread(this::guess);
                thread.start();
                threads.add(thread);
            }
        }

        private void guess() {
            while (!isOver) {
                var first = addresses.get();
                try (var socket = connect(source(first))) {
                    for (var from = first; !isOver; from = addresses.get()) {
                        var answer = ask(socket, from, "operator", "guess " + ThreadLocalRandom.current().nextLong());
                        answers.merge(answer.status, 1L, Long::sum);
                        if (!from.startsWith("X ")) {
                            break;
                        }
                    }
                } catch (IOException e) {
                    pause();
                }
            }
        }

        private static void pause() {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        long answers(int status) {
            return answers.getOrDefault(status, 0L);
        }

        long sent() {
            return before + answers.values().stream().mapToLong(Long::longValue).sum();
        }

        void forgetAnswers() {
            before = sent();
            answers.clear();
        }

        @Override
        public void close() throws InterruptedException {
            isOver = true;
            for (var thread : threads) {
                thread.join();
            }
        }
    }
}
