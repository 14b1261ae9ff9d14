package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    private static final long MIB = 1 << 20;

    /** The root directory of a machine with 8 GiB. */
    @TempDir
    Path root;

    @Test
    @EnabledOnOs(OS.LINUX)
    void itIsReadFromThisMachine() {
        var resident = ProcessMemory.resident(Path.of("/")).orElseThrow();
        var limit = ProcessMemory.limit(Path.of("/")).orElseThrow();

        assertTrue(resident > MIB && resident < limit, resident + " of " + limit);
    }

    @Test
    void aContainersLimitIsAtTheTopOfItsOwnView() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", 768 * MIB + "\n");

        assertEquals(OptionalLong.of(768 * MIB), limit());
    }

    @Test
    void theLowestLimitOfTheGroupsAboveCounts() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/ecoin.service\n");
        write("sys/fs/cgroup/system.slice/ecoin.service/memory.max", "max\n");
        write("sys/fs/cgroup/system.slice/memory.max", 300 * MIB + "\n");

        assertEquals(OptionalLong.of(300 * MIB), limit());
    }

    @Test
    void controlGroupsOfVersionOneAreReadToo() throws IOException {
        // The path is the host's and does not exist in the container.
        write("proc/self/cgroup", "9:cpu,cpuacct:/docker/abc\n8:memory:/docker/abc\n0::/docker/abc\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", 512 * MIB + "\n");

        assertEquals(OptionalLong.of(512 * MIB), limit());
    }

    @Test
    void withoutALimitItIsWhatTheMachineHas() throws IOException {
        write("proc/self/cgroup", "8:memory:/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertEquals(OptionalLong.of(8192 * MIB), limit());
    }

    @Test
    void elsewhereThereIsNone() {
        assertEquals(OptionalLong.empty(), ProcessMemory.resident(root));
        assertEquals(OptionalLong.empty(), ProcessMemory.limit(root));
    }

    private OptionalLong limit() throws IOException {
        write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:          123456 kB\n");
        return ProcessMemory.limit(root);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
