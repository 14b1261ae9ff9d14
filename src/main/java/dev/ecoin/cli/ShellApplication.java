package dev.ecoin.cli;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.QuarkusApplication;
import java.util.HashMap;
import java.util.Map;

/** The service without endpoints, schedule and start: a command runs in it, then it ends. */
public final class ShellApplication implements QuarkusApplication {

    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "quarkus.scheduler.enabled", "false",
            "ecoin.schedule.at-start", "false",
            "ecoin.schedule.work", "false",
            "quarkus.banner.enabled", "false",
            // Standard output is the command's.
            "quarkus.log.console.stderr", "true",
            "quarkus.log.console.json.enabled", "false",
            "quarkus.log.category.\"io.quarkus\".level", "WARN");

    /** What to configure before Quarkus starts to run the command. */
    static Map<String, String> settings(DatabaseCommand command) {
        var settings = new HashMap<>(SETTINGS);
        settings.putAll(command.settings());
        return settings;
    }

    @Override
    public int run(String... args) {
        return Shell.run(args);
    }

    /**
     * A part of the service, for a command that runs in it: commands are made by picocli, also to be asked for help. A
     * part that nothing else needs must be unremovable.
     */
    static <T> T part(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
