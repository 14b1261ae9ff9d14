package dev.ecoin;

import static io.quarkus.runtime.ApplicationLifecycleManager.getDefaultExitCodeHandler;
import static io.quarkus.runtime.ApplicationLifecycleManager.setDefaultExitCodeHandler;

import dev.ecoin.cli.Shell;
import dev.ecoin.cli.Shell.Place;
import dev.ecoin.cli.ShellApplication;
import dev.ecoin.cli.Utf8;
import dev.ecoin.configuration.Values;
import dev.ecoin.database.DatabaseConfig;
import dev.ecoin.database.LocalDatabase;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Entry point: makes sure that there is a database to run on, then hands over to Quarkus. */
@QuarkusMain
public final class EcoinForecaster {

    private static final String URL = "quarkus.datasource.reactive.url";
    private static final int SECONDS_TO_STOP = 30;

    /** OpenTelemetry's own name for where traces go; without it none are made. */
    private static final String COLLECTOR = "otel.exporter.otlp.endpoint";

    private static final String TRACES_OFF = "quarkus.otel.sdk.disabled";

    /** Quarkus answers malformed addresses with an empty 400, unless told to leave them to ours, which says why. */
    private static final String OWN_CHECK_OF_ADDRESSES = "vertx.disableURIValidation";

    EcoinForecaster() {}

    public static void main(String... read) {
        // What is written is English, with ASCII digits, in logs, files and answers, whatever the machine's language.
        Locale.setDefault(Locale.ROOT);
        System.setProperty(OWN_CHECK_OF_ADDRESSES, "true");
        var args = Utf8.arguments(read);
        var plan = Shell.plan(args);
        var command = plan.place() != Place.SERVICE;
        if (command) {
            Utf8.write();
        }
        if (plan.place() == Place.HERE) {
            System.exit(Shell.run(args));
        }
        plan.settings().forEach(System::setProperty);
        // Quarkus leaves to the exit handler what to say of a failed start, and what it fails with before, to its
        // caller.
        var end = new End(command);
        try {
            start(plan.place(), end, args);
        } catch (RuntimeException | ExceptionInInitializerError e) {
            end.accept(1, e);
        }
    }

    private static void start(Place place, End end, String... args) {
        // ConfigProvider's is, in a native executable before Quarkus runs, what the machine was told that built it.
        var config = ConfigUtils.configBuilder().build();
        if (config.getOptionalValue(COLLECTOR, String.class).isPresent()) {
            System.setProperty(TRACES_OFF, "false");
        }
        if (config.getOptionalValue(URL, new Values.DatabaseAddress()).isEmpty()) {
            runOn(server(config, place));
        }
        if (place == Place.SERVICE) {
            Quarkus.run(null, end);
        } else {
            Quarkus.run(ShellApplication.class, end, args);
        }
    }

    /** The one way out of the process: one line of a failed start, then what Quarkus or dev mode does at the end. */
    private record End(boolean command) implements BiConsumer<Integer, Throwable> {

        @Override
        public void accept(Integer code, Throwable failure) {
            if (failure != null) {
                StartFailure.report(failure, command);
                if (!LaunchMode.current().isDev()) {
                    silence();
                }
            }
            getDefaultExitCodeHandler().accept(code, failure);
        }

        /** Of a shutdown in the middle of a start, threads may warn, as Vert.x's do; that explains nothing. */
        private static void silence() {
            var root = Logger.getLogger("");
            Stream.of(root.getHandlers()).forEach(root::removeHandler);
        }
    }

    /** A command works beside a service that runs on the directory; two services would get in each other's way. */
    private static LocalDatabase.Server server(Config config, Place place) {
        var database = LocalDatabase.find().orElseThrow(LocalDatabase::missing);
        var directory = config.getValue(DatabaseConfig.DIRECTORY, Path.class);
        if (place == Place.SERVICE) {
            return database.start(directory);
        }
        if (place == Place.EXISTING_DATABASE && !database.exists(directory)) {
            throw LocalDatabase.nothingThere(directory);
        }
        return database.running(directory).orElseGet(() -> database.start(directory));
    }

    /**
     * Points Quarkus to the server and stops the server after Quarkus. The exit handler is the one place that every
     * way out of {@link Quarkus#run} passes; after a signal the JVM would not wait for it, hence the hook.
     */
    private static void runOn(LocalDatabase.Server server) {
        var settings = Map.of(
                URL,
                server.url(),
                "quarkus.datasource.username",
                LocalDatabase.USERNAME,
                "quarkus.datasource.password",
                server.password(),
                DatabaseConfig.EMBEDDED,
                "true");
        settings.forEach(System::setProperty);

        var stopped = new CountDownLatch(1);
        BiConsumer<Integer, Throwable> exit = getDefaultExitCodeHandler();
        setDefaultExitCodeHandler((code, cause) -> {
            // Dev mode runs main again in this JVM: the next run must not take this server for one of the user's.
            setDefaultExitCodeHandler(exit);
            settings.keySet().forEach(System::clearProperty);
            server.close();
            stopped.countDown();
            exit.accept(code, cause);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(stopped), "database stop"));
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
