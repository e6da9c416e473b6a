package io.aiplat.gateway.resources;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// File descriptors of this process: every connection, file and pipe takes one.
public final class Descriptors {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String LINE = "Max open files";

    private Descriptors() {}

    /// How many may be open, the soft limit, which Java has raised to the hard one when it started; negative where
    /// nobody knows.
    public static long most() {
        try {
            // Asked at every start, for which the management beans load too many classes.
            for (String line : Files.readAllLines(LIMITS)) {
                if (line.startsWith(LINE)) {
                    return soft(line.substring(LINE.length()).strip());
                }
            }
        } catch (IOException _) {
            // Not Linux.
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }

    /// How many are open now; 0 where nobody knows.
    public static long open() {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(OPEN)) {
            long count = 0;
            for (Path _ : open) {
                count++;
            }
            // The folder itself was one of them.
            return count - 1;
        } catch (IOException _) {
            // Not Linux.
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    private static long soft(String columns) {
        String first = columns.split("\\s+", 2)[0];
        return first.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(first);
    }
}
