package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A high-water mark beside the store: how many changes of keys, users and teams have been answered. SQLite takes a
/// log whose end is gone for one that ends there, and an older copy for what it is; a store that knows fewer
/// changes than its mark has lost some.
record HighWaterMark(Path file) {
    private static final Pattern LINE =
            Pattern.compile("store +(-?[0-9]{1,19}) changes +([0-9]{1,19}) sum [0-9a-f]{8}\n");
    private static final int MOST = 128;

    /// What the file says.
    ///
    /// @param store   the number of the store it is about
    /// @param changes that were made in it, at least
    record Reading(long store, long changes) {
        private String line() {
            CRC32C sum = new CRC32C();
            sum.update((store + " " + changes).getBytes(StandardCharsets.US_ASCII));
            // As long whatever the numbers, so that writing it again needs no room on the disk.
            return "store %20d changes %20d sum %08x\n".formatted(store, changes, sum.getValue());
        }
    }

    /// Reads it.
    ///
    /// @return null if there is none: the store is new, or an older aiplat has made it
    /// @throws ApplianceException GOVERNANCE_STORE_DAMAGED if it is not as it was written
    @Nullable
    Reading read() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(MOST);
            channel.read(bytes, 0);
            String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
            if (text.isEmpty()) {
                // Its process died, or the disk was full, before the first word.
                return null;
            }
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                Reading reading = new Reading(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
                if (reading.line().equals(text)) {
                    return reading;
                }
            }
            throw new ApplianceException(
                    GovernanceProblems.storeDamaged(file, "it is not what aiplat has written there"));
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /// Writes a higher number, and returns when the disk has it. A lower one changes nothing.
    void raise(Reading next) throws IOException {
        // Of two processes that raise it at once the lower may win; then a loss of the last change is not noticed.
        Reading known = read();
        if (known != null && known.store() == next.store() && known.changes() >= next.changes()) {
            return;
        }
        boolean made = !Files.exists(file);
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer line = ByteBuffer.wrap(next.line().getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                channel.write(line, line.position());
            }
            channel.force(true);
        }
        if (made) {
            forceFolder();
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
