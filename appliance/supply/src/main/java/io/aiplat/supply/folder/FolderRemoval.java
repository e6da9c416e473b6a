package io.aiplat.supply.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Removes folders with all that is in them.
public final class FolderRemoval {
    private FolderRemoval() {}

    /// Removes what can be removed. What stays is rubbish that the next start tries to remove again, so it
    /// is no error.
    public static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // See above.
        }
    }
}
