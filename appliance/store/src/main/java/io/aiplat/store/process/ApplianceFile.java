package io.aiplat.store.process;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.RunFolder;
import io.aiplat.store.StoreJson;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/// The [ApplianceRecord] on disk. It outlives a process that was killed, so it is believed only while that
/// very process is alive.
public final class ApplianceFile {
    // The system counts a process's start from its own boot, and corrects the time of the boot now and then.
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private final Path file;
    private final LongFunction<Optional<Instant>> startOf;

    /// The file of a home, checked against the processes of this machine.
    public ApplianceFile(Path file) {
        this(file, ApplianceFile::startOf);
    }

    /// For tests: with other processes.
    ///
    /// @param startOf when the process of an id was started; empty for none
    ApplianceFile(Path file, LongFunction<Optional<Instant>> startOf) {
        this.file = file;
        this.startOf = startOf;
    }

    /// The appliance process that runs now.
    ///
    /// @return empty if there is none, also when the file still speaks of one
    public Optional<ApplianceRecord> running() {
        return read().filter(_ -> RunFolder.isOurs(file))
                .filter(r -> startOf.apply(r.pid())
                        .filter(s -> Duration.between(s, r.started()).abs().compareTo(TOLERANCE) < 0)
                        .isPresent());
    }

    /// The appliance process that served last and ended without having been stopped.
    ///
    /// @return empty if one runs, and if the last one was stopped
    public Optional<ApplianceRecord> died() {
        return running().isPresent() ? Optional.empty() : read().filter(_ -> RunFolder.isOurs(file));
    }

    /// Writes down that this process serves.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(String url, String version, String plan) {
        write(ProcessHandle.current().pid(), url, version, plan);
    }

    /// Writes down that another process was started to serve: before it says so itself, because whoever started it
    /// may be killed the next moment, and what runs unknown to all holds the port. Nothing is written of a process
    /// that is gone already.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(long pid, String url, String version, String plan) {
        startOf.apply(pid).ifPresent(started -> write(new ApplianceRecord(pid, started, url, version, plan)));
    }

    private void write(ApplianceRecord record) {
        try {
            AtomicFile.write(file, StoreJson.pretty(record));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    /// Forgets it, before the process ends.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    private Optional<ApplianceRecord> read() {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), ApplianceRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Written by another version, or damaged: then it says nothing we could rely on, and the endpoint's
            // port tells whether one runs.
            return Optional.empty();
        }
    }

    // A process that ended but was not collected by its parent keeps its id and start, and loses its command.
    static Optional<Instant> startOf(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::info)
                .filter(i -> i.command().isPresent())
                .flatMap(ProcessHandle.Info::startInstant);
    }
}
