package dev.ecoin.cli;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.QuarkusApplication;
import java.util.HashMap;
import java.util.Map;

/** The service without endpoints, schedule and startup work: runs one command and exits. */
public final class ShellApplication implements QuarkusApplication {

    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.http.host-enabled", "false",
            "quarkus.management.host-enabled", "false",
            "quarkus.scheduler.enabled", "false",
            "ecoin.schedule.at-start", "false",
            "ecoin.schedule.work", "false",
            "quarkus.banner.enabled", "false",
            // Standard output is reserved for the command.
            "quarkus.log.console.stderr", "true",
            "quarkus.log.console.json.enabled", "false",
            "quarkus.log.category.\"io.quarkus\".level", "WARN");

    /** Configuration to set before Quarkus starts to run the command. */
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
     * Looks up a bean of the service, because picocli creates the commands, even just to print help. A bean that is
     * used only here must be unremovable.
     */
    static <T> T part(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
