package io.aiplat.supply.blob;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.SupplyProblems;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room on a disk, as much as may be taken of it: logs, the store of keys and every other program need some as well.
public final class DiskRoom {
    /// Bytes that stay free at most; a twentieth of a smaller disk.
    private static final long MOST_RESERVE = 20L << 30;

    private DiskRoom() {}

    /// Refuses what would leave a disk too full.
    ///
    /// @param file  one that is on it
    /// @param what  would be stored, for the problem
    /// @param bytes it would take
    /// @throws ApplianceException MODELS_DISK_SHORT
    public static void require(Path file, String what, long bytes) throws IOException {
        FileStore disk = Files.getFileStore(file);
        long free = disk.getUsableSpace();
        long reserve = reserve(disk);
        if (bytes > free - reserve) {
            throw new ApplianceException(SupplyProblems.diskShort(what, bytes, free, reserve));
        }
    }

    /// Refuses to go on where others fill the disk meanwhile: half of what should stay free is given up first.
    ///
    /// @param rest bytes still to come
    /// @throws ApplianceException MODELS_DISK_SHORT
    public static void requireRest(Path file, String what, long rest) throws IOException {
        FileStore disk = Files.getFileStore(file);
        long free = disk.getUsableSpace();
        if (free < reserve(disk) / 2) {
            throw new ApplianceException(SupplyProblems.diskShort(what, rest, free, reserve(disk) / 2));
        }
    }

    private static long reserve(FileStore disk) throws IOException {
        return Math.min(MOST_RESERVE, disk.getTotalSpace() / 20);
    }
}
