package io.aiplat.inference.embedded;

import io.aiplat.supply.folder.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Garbage collection of scratch folders: each process that runs workers has one, named by its process id, and who
/// is killed leaves it behind with a copy of the native library for each worker.
public final class WorkerFolders {
    private static final String PREFIX = "workers-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,18})");

    private WorkerFolders() {}

    /// The folder for this process, which is not made yet. Those of processes that are gone are removed; one whose
    /// process id is somebody's by now stays until that one is gone too.
    ///
    /// @param tmp where they all are; nothing else in it is touched
    public static Path own(Path tmp) {
        for (Path folder : left(tmp)) {
            FolderRemoval.delete(folder);
        }
        return tmp.resolve(PREFIX + ProcessHandle.current().pid());
    }

    private static List<Path> left(Path tmp) {
        if (!Files.isDirectory(tmp)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(tmp)) {
            return entries.filter(WorkerFolders::isLeft).toList();
        } catch (IOException _) {
            // What cannot be listed cannot be cleared away; the next start tries again.
            return List.of();
        }
    }

    private static boolean isLeft(Path entry) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        return name.matches()
                && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }
}
