package io.aiplat.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Copy detection for the folder of what is true of running processes: in a copy of a home it speaks of the
/// processes of the original, which are not the copy's to stop. A home that was moved keeps its processes.
public final class RunFolder {
    private static final String OWNER = "home";

    private RunFolder() {}

    /// Whether a file of the folder speaks of processes of this home.
    public static boolean isOurs(Path file) {
        Path run = file.toAbsolutePath().getParent();
        Path home = run == null ? null : run.getParent();
        return run == null || home == null || !isCopy(run, home);
    }

    private static boolean isCopy(Path run, Path home) {
        try {
            Path written = Path.of(Files.readString(run.resolve(OWNER)).strip());
            return Files.exists(written.resolve(run.getFileName())) && !Files.isSameFile(written, home);
        } catch (IOException | RuntimeException _) {
            // An older aiplat wrote none.
            return false;
        }
    }

    /// Says whose the folder is; in a copy, forgets first what it says of the original's processes.
    static void claim(Path run, Path home) throws IOException {
        if (isCopy(run, home)) {
            try (Stream<Path> entries = Files.list(run)) {
                List<Path> files = entries.filter(Files::isRegularFile).toList();
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
        Path owner = run.resolve(OWNER);
        String text = home + "\n";
        if (!Files.exists(owner) || !Files.readString(owner).equals(text)) {
            AtomicFile.write(owner, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
