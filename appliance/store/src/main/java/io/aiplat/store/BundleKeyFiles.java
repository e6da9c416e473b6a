package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Keys of bundle archives as durable state: whoever loses the one that signs has to be trusted anew by all
/// others. A file is written once, and never changed.
public final class BundleKeyFiles implements Durable {
    private static final int FORMAT = 1;

    private final Path folder;

    /// Those of a home, which need not be there.
    public BundleKeyFiles(Home home) {
        folder = home.bundleKeys();
    }

    @Override
    public String name() {
        return "bundle-keys";
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
