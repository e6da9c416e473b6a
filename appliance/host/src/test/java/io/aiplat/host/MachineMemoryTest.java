package io.aiplat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
    @TempDir
    Path root;

    @BeforeEach
    void machineOfEightGibibytes() throws IOException {
        write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:  1 kB\nMemAvailable:    6291456 kB\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void assertMemory(long totalMebibytes, long freeMebibytes) {
        MachineMemory memory = new MachineMemory(root);
        assertEquals(totalMebibytes << 20, memory.totalBytes());
        assertEquals(freeMebibytes << 20, memory.freeBytes());
    }

    private static String mebibytes(long count) {
        return (count << 20) + "\n";
    }

    @Test
    void withoutAGroupTheMachineCounts() {
        assertMemory(8192, 6144);
    }

    @Test
    void theTightestOfNestedGroupsBindsOnVersionTwo() throws IOException {
        write("proc/self/cgroup", "0::/user.slice/app.scope\n");
        write("sys/fs/cgroup/user.slice/memory.max", mebibytes(2048));
        write("sys/fs/cgroup/user.slice/memory.current", mebibytes(1024));
        write("sys/fs/cgroup/user.slice/memory.stat", "anon 5\ninactive_file " + mebibytes(256));
        write("sys/fs/cgroup/user.slice/app.scope/memory.max", "max\n");
        assertMemory(2048, 2048 - 1024 + 256);
    }

    @Test
    void insideAContainerTheMountIsTheGroup() throws IOException {
        write("proc/self/cgroup", "12:memory:/docker/0123\n1:name=systemd:/docker/0123\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", mebibytes(512));
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", mebibytes(500));
        write("sys/fs/cgroup/memory/memory.stat", "total_inactive_file " + mebibytes(100));
        assertMemory(512, 112);
    }

    @Test
    void aGroupWithoutALimitDoesNotBind() throws IOException {
        write("proc/self/cgroup", "4:memory:/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", mebibytes(3000));
        assertMemory(8192, 6144);
    }
}
