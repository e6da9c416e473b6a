package io.aiplat.host;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Memory of the machine, or of the control group this process is confined to.
public final class MachineMemory {
    private final Path root;

    /// Nothing is read yet.
    ///
    /// @param root where the kernel's files are found, `/`
    public MachineMemory(Path root) {
        this.root = root;
    }

    /// Bytes in all.
    public long totalBytes() {
        Optional<Long> total = meminfo("MemTotal");
        if (total.isEmpty()) {
            return machine().getTotalMemorySize();
        }
        return Math.min(total.get(), group().map(Group::limit).orElse(Long.MAX_VALUE));
    }

    /// Bytes that could be used now: what the kernel would give without swapping.
    public long freeBytes() {
        Optional<Long> available = meminfo("MemAvailable");
        if (available.isEmpty()) {
            return machine().getFreeMemorySize();
        }
        return Math.min(
                available.get(),
                group().map(g -> Math.max(0, g.limit() - g.used())).orElse(Long.MAX_VALUE));
    }

    private static OperatingSystemMXBean machine() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    private Optional<Long> meminfo(String key) {
        return KernelFiles.lines(root.resolve("proc/meminfo")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> KernelFiles.number(line.substring(key.length() + 1).replace("kB", ""), 0) * 1024)
                .findFirst();
    }

    /// A limit on this process.
    ///
    /// @param used without what could be dropped at once
    private record Group(long limit, long used) {}

    private Optional<Group> group() {
        for (String line : KernelFiles.lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                Optional<Group> group = tightest(
                        root.resolve("sys/fs/cgroup"), parts[2], "memory.max", "memory.current", "inactive_file");
                if (group.isPresent()) {
                    return group;
                }
            } else if (parts.length == 3 && parts[1].equals("memory")) {
                return tightest(
                        root.resolve("sys/fs/cgroup/memory"),
                        parts[2],
                        "memory.limit_in_bytes",
                        "memory.usage_in_bytes",
                        "total_inactive_file");
            }
        }
        return Optional.empty();
    }

    /// A group is bound by its own limit and by those of all it lies in. Inside a container the path may be the
    /// host's and lead nowhere; then the mount itself is the group.
    private static Optional<Group> tightest(Path mount, String path, String limitFile, String usedFile, String idle) {
        Path folder = mount.resolve(path.substring(1));
        Group tightest = null;
        for (Path at = Files.exists(folder) ? folder : mount; at != null && at.startsWith(mount); at = at.getParent()) {
            long limit = KernelFiles.number(KernelFiles.text(at.resolve(limitFile)), Long.MAX_VALUE);
            if (limit < (tightest == null ? Long.MAX_VALUE : tightest.limit())) {
                long used = KernelFiles.number(KernelFiles.text(at.resolve(usedFile)), 0);
                tightest = new Group(limit, used - idle(at, idle));
            }
        }
        return Optional.ofNullable(tightest);
    }

    private static long idle(Path group, String key) {
        return KernelFiles.lines(group.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(line -> KernelFiles.number(line.substring(key.length()), 0))
                .findFirst()
                .orElse(0);
    }
}
