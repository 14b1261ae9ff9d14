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

/** Entry point: makes sure that there is a database, then hands over to Quarkus. */
@QuarkusMain
public final class EcoinForecaster {

    private static final String URL = "quarkus.datasource.reactive.url";
    private static final int SECONDS_TO_STOP = 30;

    /** OpenTelemetry's key for the collector; without it, tracing is off. */
    private static final String COLLECTOR = "otel.exporter.otlp.endpoint";

    private static final String TRACES_OFF = "quarkus.otel.sdk.disabled";

    /** Otherwise Quarkus answers malformed request URIs with an empty 400; our own check gives the reason. */
    private static final String OWN_CHECK_OF_ADDRESSES = "vertx.disableURIValidation";

    EcoinForecaster() {}

    public static void main(String... read) {
        // All output is English with ASCII digits, in logs, files and answers, whatever the machine's locale.
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
        // Quarkus passes a failed start to the exit handler, but throws earlier failures to its caller.
        var end = new End(command);
        try {
            start(plan.place(), end, args);
        } catch (RuntimeException | ExceptionInInitializerError e) {
            end.accept(1, e);
        }
    }

    private static void start(Place place, End end, String... args) {
        // In a native executable, before Quarkus runs, ConfigProvider still has the configuration of the build machine.
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

    /**
     * The only exit of the process: reports a failed start in one line, then does what Quarkus or dev mode does on
     * exit.
     */
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

        /**
         * Suppresses warnings of threads, such as Vert.x's, when a shutdown interrupts the start; they explain nothing.
         */
        private static void silence() {
            var root = Logger.getLogger("");
            Stream.of(root.getHandlers()).forEach(root::removeHandler);
        }
    }

    /** A command can run beside a service on the same directory; two services cannot. */
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
     * Configures Quarkus to use the server, and stops the server after Quarkus. Every return from {@link Quarkus#run}
     * passes the exit handler; after a signal the JVM would not wait for it, hence the hook.
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
            // Dev mode runs main again in this JVM, and the next run must not mistake these settings for the user's.
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
