package io.aiplat.supply.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Forces what a folder holds to the disk, so that it is all there after the power went if its name is.
final class FolderForce {
    private FolderForce() {}

    /// The files and their names.
    static void all(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> list = files.toList();
            for (Path file : list) {
                force(file);
            }
        }
        names(folder);
    }

    /// The names only.
    static void names(Path folder) throws IOException {
        force(folder);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
