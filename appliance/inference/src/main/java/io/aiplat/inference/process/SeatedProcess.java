package io.aiplat.inference.process;

import io.aiplat.inference.ResidentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A process of a pool, with its model in memory.
///
/// @param model name of the model
/// @param pid   its process id
/// @param context tokens it can see at once
/// @param since when it had the model in memory
/// @param until when it ends if nobody asks it anything; null where it stays, or answers somebody now
/// @param busy  whether it answers somebody now
public record SeatedProcess(
        String model,
        long pid,
        int context,
        Instant since,
        @Nullable Instant until,
        boolean busy) {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    /// The same as an engine says it.
    public ResidentModel resident() {
        return new ResidentModel(model, since, until, busy, memory(), 0, context);
    }

    /// Bytes of memory that Linux says it has, the file it maps among them; 0 where that cannot be seen.
    private long memory() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return resident.find() ? Long.parseLong(resident.group(1)) << 10 : 0;
        } catch (IOException _) {
            // There is no such folder here, or the process has just ended.
            return 0;
        }
    }
}
