package dev.ecoin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The operating system's view of memory: resident memory and its limit. A process that exceeds the limit is killed,
 * whatever its heap looks like, and a native executable reports little about its heap. Reads Linux files, which are the
 * same for the JVM and an executable; other systems do not have these metrics.
 */
@Singleton
final class ProcessMemory implements MeterBinder {

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern OF_THE_MACHINE = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");

    /** The process's control group, of version 2 or for memory in version 1. */
    private static final Pattern GROUP = Pattern.compile("(?m)^\\d+:(?:|(?:.*,)?memory(?:,.*)?):/(.*)$");

    private static final long KIB = 1024;

    @Override
    public void bindTo(MeterRegistry registry) {
        var root = Path.of("/");
        if (resident(root).isPresent()) {
            gauge(registry, "process.resident.memory", "Memory of the process that is in RAM", () -> resident(root));
            gauge(registry, "ecoin.memory.limit", "The container's limit, or what the machine has", () -> limit(root));
        }
    }

    private static void gauge(MeterRegistry registry, String name, String description, Supplier<OptionalLong> bytes) {
        Gauge.builder(name, () -> bytes.get().orElse(0))
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    static OptionalLong resident(Path root) {
        return kibibytes(RESIDENT, root.resolve("proc/self/status"));
    }

    /** The lowest limit of the process's control group and its ancestors, at most the machine's memory. */
    static OptionalLong limit(Path root) {
        var groups = Stream.of(
                new Limits(root.resolve("sys/fs/cgroup"), "memory.max"),
                new Limits(root.resolve("sys/fs/cgroup/memory"), "memory.limit_in_bytes"));
        var group = GROUP.matcher(text(root.resolve("proc/self/cgroup")));
        var path = group.find() ? group.group(1) : "";
        return Stream.concat(
                        groups.flatMap(limits -> limits.above(path)),
                        kibibytes(OF_THE_MACHINE, root.resolve("proc/meminfo")).stream()
                                .boxed())
                .mapToLong(Long::longValue)
                .min();
    }

    private record Limits(Path top, String file) {

        /**
         * In a container with its own cgroup namespace the path is the root; otherwise the path may not exist in the
         * container.
         */
        Stream<Long> above(String path) {
            return Stream.iterate(top.resolve(path).normalize(), group -> group.startsWith(top), Path::getParent)
                    .map(group -> text(group.resolve(file)).strip())
                    // "max" means no limit.
                    .filter(text -> text.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        }
    }

    private static OptionalLong kibibytes(Pattern pattern, Path file) {
        var found = pattern.matcher(text(file));
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) * KIB) : OptionalLong.empty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
