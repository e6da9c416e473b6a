package io.aiplat.store.process;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.Home;
import io.aiplat.store.RunFolder;
import io.aiplat.store.StoreJson;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The supervisor of an appliance process on disk: which process starts it again when it dies, and how often that
/// had to
/// be. A record is believed only while that very process is alive.
public final class SupervisorFile {
    private static final Duration TOLERANCE = Duration.ofSeconds(10);
    private static final Pattern DEATH = Pattern.compile("(\\d{1,12}) (\\d{1,3})");

    private final Path record;
    private final Path deaths;

    /// What is known of the supervisor of a home.
    public SupervisorFile(Home home) {
        this.record = home.run().resolve("supervisor.json");
        this.deaths = home.run().resolve("deaths");
    }

    /// A supervisor process.
    ///
    /// @param started when the process was started, to tell it from a later one with the same id
    public record Supervisor(long pid, Instant started) {}

    /// An end of the appliance that nobody had asked for.
    ///
    /// @param status exit status, as a shell tells it: beyond 128 it is a signal's number and 128
    public record Death(Instant when, int status) {
        private static final int SIGNALS = 128;
        private static final int FATAL = 70;

        /// Why it ended, as the end of a sentence.
        public String reason() {
            return switch (status) {
                case SIGNALS + 6 -> "it was out of memory or crashed; logs/crash.log in the home tells";
                case SIGNALS + 9 -> "it was killed (by kill -9, or by the system for want of memory)";
                case SIGNALS + 11 -> "it crashed; logs/crash.log in the home tells";
                case FATAL ->
                    "it was out of memory, or a thread died that it cannot do without; see: aiplat logs start";
                default ->
                    status > SIGNALS
                            ? "signal " + (status - SIGNALS) + " ended it"
                            : "it ended with status " + status + "; see: aiplat logs";
            };
        }
    }

    /// The supervisor that lives.
    public Optional<Supervisor> running() {
        try {
            Supervisor read = StoreJson.MAPPER.readValue(Files.readAllBytes(record), Supervisor.class);
            return Optional.of(read.pid())
                    .filter(_ -> RunFolder.isOurs(record))
                    .flatMap(ApplianceFile::startOf)
                    .filter(s -> Duration.between(s, read.started()).abs().compareTo(TOLERANCE) < 0)
                    .map(_ -> read);
        } catch (IOException e) {
            // There never was one, or it is another version's: then it is not ours to end.
            return Optional.empty();
        }
    }

    /// Writes down a supervisor that was just started, and forgets the deaths before it.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(long pid) {
        forget();
        ApplianceFile.startOf(pid).ifPresent(started -> {
            try {
                AtomicFile.write(record, StoreJson.pretty(new Supervisor(pid, started)));
            } catch (IOException e) {
                throw new ApplianceException(StoreProblems.notWritten(record, StoreProblems.reason(e)), e);
            }
        });
    }

    /// Forgets the supervisor and the deaths.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void forget() {
        try {
            Files.deleteIfExists(record);
            Files.deleteIfExists(deaths);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(record, StoreProblems.reason(e)), e);
        }
    }

    /// How the appliance has died since `up` started it, the last one last. Lines that are none are left out.
    public List<Death> deaths() {
        List<Death> found = new ArrayList<>();
        try {
            for (String line :
                    Files.readString(deaths, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                Matcher death = DEATH.matcher(line);
                if (death.matches()) {
                    found.add(new Death(
                            Instant.ofEpochSecond(Long.parseLong(death.group(1))), Integer.parseInt(death.group(2))));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(deaths, StoreProblems.reason(e)), e);
        }
        return List.copyOf(found);
    }
}
