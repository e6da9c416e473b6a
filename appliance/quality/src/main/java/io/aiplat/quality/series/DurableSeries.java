package io.aiplat.quality.series;

import io.aiplat.model.ApplianceException;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.Durable;
import io.aiplat.store.StoreProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Samples of metrics as durable state. The log is copied first: where it becomes a block meanwhile the copy has both,
/// and who opens it takes the block.
public final class DurableSeries implements Durable {
    private final Path folder;

    /// Those in a folder, which need not be there.
    public DurableSeries(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public int format() {
        return SeriesFormat.VERSION;
    }

    /// The newest of its files: each has its own.
    @Override
    public int written() {
        try {
            int newest = 0;
            for (Path file : files()) {
                newest = Math.max(newest, SeriesFormat.version(file));
            }
            return newest;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(folder, StoreProblems.reason(e)), e);
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(BlockFolder.files(folder, "log"));
        files.addAll(BlockFolder.files(folder, "block"));
        return files;
    }

    @Override
    public void snapshot(Path target) {
        try {
            for (String kind : List.of("log", "block")) {
                for (Path file : BlockFolder.files(folder, kind)) {
                    copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notCopied(folder, target, StoreProblems.reason(e)), e);
        }
    }

    /// A record that was half written is cut off by whoever opens the copy.
    private static void copy(Path file, Path target) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            // It became too old, or a block.
            return;
        }
        AtomicFile.write(target.resolve(file.getFileName()), bytes);
    }

    /// Files of another version are left alone, and those of this one begin beside them.
    @Override
    public void migrate() {
        // There is one format so far.
    }
}
