package io.aiplat.gateway.resources;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reader of resource usage from the system.
final class ResourceReader {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path PROCESS = Path.of("/proc/self/status");
    private static final long NOBODY_KNOWS = -1;

    private ResourceReader() {}

    /// @param folder of the store; its nearest parent that exists is looked at
    static ResourceUsage at(Path folder) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        OperatingSystemMXBean system =
                ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean known ? known : null;
        FileStore disk = disk(folder.toAbsolutePath());
        return new ResourceUsage(
                Descriptors.open(),
                Descriptors.most(),
                heap.getUsed(),
                Math.min(heap.getUsed(), live()),
                heap.getMax(),
                kib(PROCESS, "VmRSS:"),
                available(system),
                system == null ? NOBODY_KNOWS : system.getTotalMemorySize(),
                disk == null ? NOBODY_KNOWS : size(disk::getUsableSpace),
                disk == null ? NOBODY_KNOWS : size(disk::getTotalSpace));
    }

    /// What the last collection of each part of the heap has left.
    private static long live() {
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage after = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            live += after == null
                    ? 0
                    : Math.min(after.getUsed(), pool.getUsage().getUsed());
        }
        return live;
    }

    /// What the machine has left, and what the container has, which only the JDK knows; the smaller one.
    private static long available(@Nullable OperatingSystemMXBean system) {
        long machine = kib(MEMORY, "MemAvailable:");
        long whole = kib(MEMORY, "MemTotal:");
        if (system == null || whole < 0 || system.getTotalMemorySize() >= whole) {
            return machine;
        }
        return Math.min(machine, system.getFreeMemorySize());
    }

    /// A line such as `VmRSS:  1234 kB`, in bytes.
    private static long kib(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.substring(name.length()).strip().split(" ", 2)[0]) * 1024;
                }
            }
        } catch (IOException | NumberFormatException _) {
            // Not Linux.
        }
        return NOBODY_KNOWS;
    }

    private static @Nullable FileStore disk(Path folder) {
        for (@Nullable Path at = folder; at != null; at = at.getParent()) {
            try {
                return Files.getFileStore(at);
            } catch (IOException _) {
                // It is not there yet.
            }
        }
        return null;
    }

    private interface Size {
        long read() throws IOException;
    }

    private static long size(Size size) {
        try {
            return size.read();
        } catch (IOException _) {
            // Its disk has gone; whoever writes to it will say so.
            return NOBODY_KNOWS;
        }
    }
}
