package io.aiplat.store.log;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.StoreJson;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Step log: what the steps of `up` did and when, one JSON object a line.
/// For people and for bug reports: plans are made from the world, never from here. Written under the `LockFile`.
public final class StepLog {
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final Clock clock;
    private final long maxBytes;

    /// A journal that may not exist yet, and grows to about a megabyte, twice.
    public StepLog(Path file, Clock clock) {
        this(file, clock, MAX_BYTES);
    }

    /// For tests: with another limit.
    StepLog(Path file, Clock clock, long maxBytes) {
        this.file = file;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /// Writes that a step begins.
    ///
    /// @param run id of this run of a plan
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void begun(String run, Step step) {
        append(new StepLogEntry(clock.instant(), run, step.title(), StepLogEntry.Mark.BEGUN, ""));
    }

    /// Writes how a step ended.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void ended(String run, Step step, StepResult result) {
        StepLogEntry.Mark mark = switch (result) {
            case StepResult.Done _ -> StepLogEntry.Mark.DONE;
            case StepResult.Unchanged _ -> StepLogEntry.Mark.UNCHANGED;
            case StepResult.Failed _ -> StepLogEntry.Mark.FAILED;
        };
        String detail = switch (result) {
            case StepResult.Done(String summary) -> summary;
            case StepResult.Unchanged(String summary) -> summary;
            case StepResult.Failed(var problem) -> problem.code().id() + ": " + problem.what();
        };
        append(new StepLogEntry(clock.instant(), run, step.title(), mark, detail));
    }

    /// All entries that are kept, oldest first.
    ///
    /// @throws ApplianceException STORE_NOT_READ
    public List<StepLogEntry> entries() {
        List<StepLogEntry> entries = new ArrayList<>();
        for (Path part : List.of(Rotation.older(file, 1), file)) {
            try (Stream<String> lines = Files.lines(part)) {
                lines.map(StepLog::parse).flatMap(Optional::stream).forEach(entries::add);
            } catch (NoSuchFileException e) {
                // Nothing was written yet, or nothing has been moved aside yet.
            } catch (IOException e) {
                throw new ApplianceException(StoreProblems.notRead(part, StoreProblems.reason(e)), e);
            }
        }
        return entries;
    }

    private void append(StepLogEntry entry) {
        try {
            if (Files.exists(file) && Files.size(file) >= maxBytes) {
                Rotation.rotate(file, 1);
            }
            String line = (endsInsideALine() ? "\n" : "") + StoreJson.MAPPER.writeValueAsString(entry) + "\n";
            try (FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), AtomicFile.PRIVATE_FILE)) {
                ByteBuffer rest = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    private boolean endsInsideALine() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Reads one line.
    ///
    /// @return empty if it is not whole: the process that wrote it was killed in the middle of it
    public static Optional<StepLogEntry> parse(String line) {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(line, StepLogEntry.class));
        } catch (JacksonException e) {
            // To survive just that is what a journal is for.
            return Optional.empty();
        }
    }
}
