package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Keys that sign for this home, as durable state: whoever loses one has to be trusted anew by all others. A file is
/// replaced as a whole, if ever.
public final class PemFiles implements Durable {
    private static final int FORMAT = 1;

    private final String name;
    private final Path folder;

    /// @param name   of the store
    /// @param folder of the files, which need not be there
    public PemFiles(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        return files().isEmpty() ? 0 : FORMAT;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".pem"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(folder, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public void snapshot(Path target) {
        try {
            for (Path file : files()) {
                AtomicFile.write(target.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notCopied(folder, target, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public void migrate() {
        // There is one format so far.
    }
}
