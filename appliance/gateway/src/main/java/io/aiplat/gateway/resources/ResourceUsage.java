package io.aiplat.gateway.resources;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// Resource usage of the process, in bytes but for descriptors.
/// A figure that nobody knows is negative.
///
/// @param openDescriptors that are open
/// @param mostDescriptors that may be
/// @param heapUsed        garbage included
/// @param heapLive        that was still in use after the last full collection; never more than `heapUsed`
/// @param heapMost        that may be used
/// @param resident        memory of the machine that the process has
/// @param available       memory that programs of the machine, or of the container, can still have
/// @param memory          that the machine or the container has
/// @param diskFree        on the file system of the store
/// @param diskSize        of that file system
public record ResourceUsage(
        long openDescriptors,
        long mostDescriptors,
        long heapUsed,
        long heapLive,
        long heapMost,
        long resident,
        long available,
        long memory,
        long diskFree,
        long diskSize) {
    private static final long MIB = 1L << 20;

    /// A fifth of the descriptors is what a burst of connections takes in a moment.
    private static final double MOST_DESCRIPTORS = 0.8;

    /// Beyond that the collector works more and more for less and less.
    private static final double MOST_HEAP = 0.85;

    /// A model takes more than this; below it the system begins to end programs.
    private static final long LEAST_MEMORY = 256 * MIB;

    /// The log, the journal and a backup of the store fit into it.
    private static final long LEAST_DISK = 1024 * MIB;

    /// A twentieth is little, but not of a disk of many terabytes.
    private static final double LEAST_DISK_SHARE = 0.05;

    private static final long ENOUGH_DISK = 10 * LEAST_DISK;

    /// Those that run short, each with a sentence for a person.
    ///
    /// @param folder of the store
    public Map<Resource, String> shortages(Path folder) {
        Map<Resource, String> shortages = new EnumMap<>(Resource.class);
        if (mostDescriptors > 0 && openDescriptors > mostDescriptors * MOST_DESCRIPTORS) {
            shortages.put(
                    Resource.DESCRIPTORS,
                    openDescriptors + " of " + mostDescriptors + " file descriptors are open; ulimit -n allows more");
        }
        if (heapMost > 0 && heapLive > heapMost * MOST_HEAP) {
            shortages.put(Resource.HEAP, mib(heapLive) + " of " + mib(heapMost) + " of the heap are in use");
        }
        if (available >= 0 && available < LEAST_MEMORY) {
            shortages.put(Resource.MEMORY, mib(available) + " of memory are left on this machine");
        }
        if (diskFree >= 0
                && (diskFree < LEAST_DISK || (diskFree < diskSize * LEAST_DISK_SHARE && diskFree < ENOUGH_DISK))) {
            shortages.put(Resource.DISK, mib(diskFree) + " are free on the disk of " + folder);
        }
        return shortages;
    }

    private static String mib(long bytes) {
        return bytes / MIB + " MiB";
    }
}
