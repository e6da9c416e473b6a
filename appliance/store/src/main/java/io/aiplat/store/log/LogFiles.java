package io.aiplat.store.log;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.Home;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The logs of one home. Each part has one writer, and together its files never take more than their share.
///
/// @param folder   they lie in
/// @param maxBytes a file may have before it is moved aside, at least 1
/// @param kept     older files that are kept of each log, at least 1
public record LogFiles(Path folder, long maxBytes, int kept) {
    private static final String ENDING = ".log";

    public LogFiles {
        if (maxBytes < 1 || kept < 1) {
            throw new IllegalArgumentException("a log has room for something");
        }
    }

    /// The logs of a home: up to four files of 5 MiB for each part.
    public static LogFiles of(Home home) {
        return new LogFiles(home.logs(), 5 << 20, 3);
    }

    /// The newest file of a log.
    ///
    /// @param part `appliance`, `worker`, …
    public Path file(String part) {
        return folder.resolve(part + ENDING);
    }

    /// The logs that there are, by name.
    ///
    /// @param beginning of their names: `worker-`
    /// @throws ApplianceException STORE_NOT_READ
    public List<String> parts(String beginning) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith(beginning) && name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(folder, StoreProblems.reason(e)), e);
        }
    }

    /// Opens a log for appending. Moves full files aside, between two lines.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public OutputStream open(String part) {
        try {
            return new RotatingLog(file(part), maxBytes, kept);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file(part), StoreProblems.reason(e)), e);
        }
    }

    /// The last lines of a log, oldest first, also from files that were moved aside.
    ///
    /// @throws ApplianceException STORE_NOT_READ
    public List<String> tail(String part, int lines) {
        List<String> last = new ArrayList<>();
        for (int age = 0; age <= kept && last.size() < lines; age++) {
            Optional<String> text = text(part, age);
            if (text.isEmpty()) {
                break;
            }
            last.addAll(0, text.get().lines().toList());
        }
        return List.copyOf(last.subList(Math.max(0, last.size() - lines), last.size()));
    }

    /// The last line of a log that is looked for, also of files that were moved aside.
    ///
    /// @throws ApplianceException STORE_NOT_READ
    public Optional<String> last(String part, Predicate<String> line) {
        for (int age = 0; age <= kept; age++) {
            Optional<String> text = text(part, age);
            if (text.isEmpty()) {
                break;
            }
            Optional<String> found = text.get().lines().filter(line).reduce((_, later) -> later);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// A file of a log, decoded leniently: a log may hold what a native library printed.
    private Optional<String> text(String part, int age) {
        Path file = age == 0 ? file(part) : Rotation.older(file(part), age);
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(file, StoreProblems.reason(e)), e);
        }
    }
}
